import { Kysely } from 'kysely'
import { generateKey, type Keyring, parseKeyring } from '../../src/crypto/keyring.ts'
import { openDatabase } from '../../src/databases/index.ts'
import { signEvent } from '../../src/engine/audit-chain.ts'
import type { Change } from '../../src/engine/changes.ts'
import type { Organization, Role, User } from '../../src/engine/model.ts'
import { migrate } from '../../src/store/migrate.ts'
import type { Schema } from '../../src/store/schema.ts'
import { createStore } from '../../src/store/store.ts'
import { anOrganization, aPolicy, aUser, NOW } from '../support/builders.ts'
import { openTestDatabase, type TestDatabaseName } from '../support/test-databases.ts'

const testKeyring = parseKeyring(generateKey('test'))

export type TestStore = Awaited<ReturnType<typeof openStore>>

/** A store over a fresh database, with short ways to put something into it. */
export async function openStore(name: TestDatabaseName, keyring: () => Keyring = () => testKeyring) {
  const place = await openTestDatabase(name)
  const database = await openDatabase(place.url)
  const db = new Kysely<Schema>({ dialect: database.dialect })
  await migrate(db)
  database.afterMigration?.()
  const store = createStore(db, { signEvent: (record) => signEvent(record, keyring().newest) })

  async function must(organizationId: string | null, ...changes: Change[]): Promise<void> {
    const refused = await store.commit(organizationId, changes)
    if (refused !== null) throw new Error(`${refused} was refused`)
  }

  return {
    url: place.url,
    db,
    store,
    /** A commit that nothing refuses. */
    must,

    async organization(facts: { roles?: Role[] } = {}): Promise<Organization> {
      const organization = anOrganization()
      await must(
        null,
        { kind: 'organization.create', organization, policy: aPolicy(), at: NOW },
        ...(facts.roles ?? []).map((role) => ({ kind: 'role.create' as const, role })),
      )
      return organization
    },

    async user(organization: Organization, facts: Partial<User> = {}): Promise<User> {
      const user = aUser({ organizationId: organization.id, ...facts })
      await must(organization.id, { kind: 'user.create', user, passwordHash: 'hash', at: NOW })
      return user
    },

    async close(): Promise<void> {
      await database.close()
      await place.remove()
    },
  }
}
