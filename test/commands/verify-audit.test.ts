import { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { openDatabase } from '../../src/databases/index.ts'
import { createLog } from '../../src/log.ts'
import { createStandalone } from '../../src/standalone.ts'
import { readAuditChains } from '../../src/store/audit-chains.ts'
import type { Schema } from '../../src/store/schema.ts'
import { parseHead, verifyAudit } from '../../src/commands/verify-audit.ts'
import { openTestDatabase, testDatabases } from '../support/test-databases.ts'
import { cheapHashing } from '../support/test-server.ts'

const hash = 'a'.repeat(43)

describe.each(testDatabases)('the audit log of a server, on %s', (name) => {
  it('is sealed when the server has stopped, and a row that is inserted afterwards is found', async () => {
    const place = await openTestDatabase(name)
    const keyring = parseKeyring(generateKey('one'))
    const config = { ...readConfig({ DATABASE_URL: place.url }), PUBLIC_URL: 'http://localhost:3000' }
    const standalone = await createStandalone({ config, keyring, environment: {}, log: createLog('fatal'), isDevelopment: true, hashing: cheapHashing })
    const organization = { name: 'Harbor Clinic', country: 'US', timeZone: 'UTC', locale: 'en' }
    await standalone.accounts.createAdministrator({ name: 'Ann', userName: 'ann', email: null, password: 'seven-lanterns-harbour', organization })
    await standalone.close()

    const database = await openDatabase(place.url)
    const db = new Kysely<Schema>({ dialect: database.dialect })
    const lines: string[] = []
    const verify = () =>
      readAuditChains(db, (chains) =>
        verifyAudit(chains, { keyring, now: standalone.ports.clock(), organizationId: null, heads: [], say: (line) => void lines.push(line) }),
      )
    expect(await verify()).toEqual({ events: 1, chains: 1, problems: 0 })

    const [row] = await db.selectFrom('nightlatch_audit_event').selectAll().execute()
    await db.insertInto('nightlatch_audit_event').values({ ...row!, id: 'forged', sequence: 2 }).execute()
    expect(await verify()).toEqual({ events: 2, chains: 1, problems: 1 })
    expect(lines).toEqual([expect.stringMatching(/^inserted: event "forged" \(sequence 2, /)])
    await database.close()
    await place.remove()
  }, 60_000) // PostgreSQL may have to start first
})

describe('parseHead', () => {
  it('reads a head as the server logs it', () => {
    expect(parseHead(`12:${hash}`)).toEqual({ sequence: 12, hash })
  })

  it.each(['', hash, `:${hash}`, `0:${hash}`, `-1:${hash}`, `1.5:${hash}`, `12:${hash}a`, `12:${hash.slice(1)}`, `12 :${hash}`, `9999999999999999:${hash}`])(
    'can’t read %j',
    (text) => {
      expect(parseHead(text)).toBeNull()
    },
  )
})
