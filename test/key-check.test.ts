import { Kysely } from 'kysely'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../src/core.ts'
import { generateKey, parseKeyring } from '../src/crypto/keyring.ts'
import { createSeal } from '../src/crypto/seal.ts'
import type { Database } from '../src/databases/index.ts'
import { checkKeys, KeysError } from '../src/key-check.ts'
import type { Schema } from '../src/store/schema.ts'
import { anAuthenticator, anOrganization, aPolicy, aUser, NOW } from './support/builders.ts'
import { openTestDatabase, testDatabases } from './support/test-databases.ts'

const a = generateKey('a')
const otherA = generateKey('a')
const b = generateKey('b')

describe.each(testDatabases)('A start on %s', (name) => {
  let database: Database
  let store: Awaited<ReturnType<typeof openStore>>['store']

  beforeEach(async () => {
    const place = await openTestDatabase(name)
    const opened = await openStore(place.url, parseKeyring(a))
    database = opened.database
    store = opened.store
    onTestFinished(async () => {
      await database.close()
      await place.remove()
    })
  })

  const start = (keys: string) => checkKeys(database, parseKeyring(keys), NOW)

  it('goes on with the keys of the one before, and with a newer one in front', async () => {
    for (const keys of [a, a, `${b},${a}`, `${a},${b}`]) await expect(start(keys)).resolves.toBeUndefined()
  })

  it('stops where a key is missing, or is another of the same name, and names it', async () => {
    await start(a)
    await expect(start(b)).rejects.toThrow('KEYS has no key "a", but this database was written with it')
    await expect(start(otherA)).rejects.toThrow('its key "a" is not the "a" that this database was written with')
    await expect(start(`${b},${otherA}`)).rejects.toThrow(KeysError)
    // A start that was refused asks for nothing later.
    await start(a)
    await start(`${b},${a}`)
    await expect(start(a)).rejects.toThrow('KEYS has no key "b"')
  })

  it('stops on one of two nodes that begin with keys of one name at once', async () => {
    const outcomes = await Promise.allSettled([start(a), start(otherA)])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('asks the secrets of people in a database from before there was a check', async () => {
    const organization = anOrganization()
    const user = aUser({ organizationId: organization.id })
    const authenticator = anAuthenticator({ userId: user.id })
    authenticator.sealedSecret = createSeal(parseKeyring(a)).seal('secret', [organization.id, user.id, authenticator.id])
    const refused = await store.commit(null, [{ kind: 'organization.create', organization, policy: aPolicy(), at: NOW }, { kind: 'user.create', user, passwordHash: null, at: NOW }, { kind: 'authenticator.add', authenticator }])
    expect(refused).toBeNull()
    await expect(start(otherA)).rejects.toThrow(KeysError)
    expect(await new Kysely<Schema>({ dialect: database.dialect }).selectFrom('nightlatch_key_check').selectAll().execute()).toEqual([])
    await start(a)
  })
})
