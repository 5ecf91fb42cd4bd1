import { defaultTextRules } from '../../src/engine/fraud-shield.ts'
import { createAccounts } from '../../src/accounts/accounts.ts'
import { builtInRoles } from '../../src/accounts/roles.ts'
import { createCore, systemRandom } from '../../src/core.ts'
import { createKeyedHash } from '../../src/crypto/keyed-hash.ts'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { createPasswordHasher, type PasswordHasher } from '../../src/crypto/password.ts'
import { rememberDevice } from '../../src/engine/known-device.ts'
import type { User, Visitor } from '../../src/engine/model.ts'
import { openStore } from '../contract/open-store.ts'
import { anId, NOW } from '../support/builders.ts'
import type { TestDatabaseName } from '../support/test-databases.ts'

/** Good enough for everybody in these tests. */
export const PASSWORD = 'correct horse battery'

export const cheapest = { memoryKiB: 8, passes: 1, parallelism: 1 }

export type TestAccounts = Awaited<ReturnType<typeof openAccounts>>

/** A browser at an address of its own, with the cookies that it holds. */
export function aVisitor(facts: { address?: string; agent?: string; cookies?: Record<string, string> } = {}): Visitor {
  const { address = '192.0.2.1', agent = 'Firefox on Linux', cookies = {} } = facts
  return { address, agent, cookie: (name) => cookies[name] ?? null }
}

/** Accounts over a fresh database, with a clock that is set by hand and the cheapest hashing. */
export async function openAccounts(database: TestDatabaseName = 'sqlite') {
  const at = await openStore(database)
  const keyring = parseKeyring(generateKey('test'))
  const clock = { now: NOW }
  const logged: unknown[] = []
  const log = { warn: (...line: unknown[]) => logged.push(line), error: (...line: unknown[]) => logged.push(line) }
  const kicks = { count: 0 }
  const { hasher, calls } = counting(createPasswordHasher(cheapest))
  const ports = {
    store: at.store,
    clock: () => clock.now,
    random: systemRandom,
    keyedHash: createKeyedHash(keyring),
    hasher,
    canMail: true,
    log,
    committed: () => (kicks.count += 1),
  }
  const accounts = createAccounts(ports)
  const { engine } = createCore({
    ...ports,
    keyring,
    channels: {},
    sessions: accounts.sessions,
    settings: { applicationName: 'Test', codeSeconds: 300, hasPasswords: true, texts: defaultTextRules, textPrices: new Map() },
  })

  return {
    ...at,
    ports,
    accounts,
    engine,
    clock,
    logged,
    kicks,
    calls,

    /** Somebody of an organization of their own, unless it is given. */
    async person(facts: { userName?: string; email?: string | null; password?: string | null; organizationId?: string } = {}): Promise<User> {
      const userName = facts.userName ?? `zoe-${anId().slice(-12)}`
      const organizationId = facts.organizationId ?? (await at.organization({ roles: [builtInRoles.staff] })).id
      const { email = `${userName}@example.org`, password = PASSWORD } = facts
      const created = await accounts.createUser({ organizationId, name: 'Zoe Example', userName, email, password, roles: [builtInRoles.staff] })
      if (created.kind !== 'created') throw new Error(created.problem)
      return created.user
    },

    /** The token of a new session. */
    async signIn(user: User, visitor: Visitor = aVisitor()): Promise<string> {
      const step = await engine.signIn.begin(user, visitor, '/')
      if (step.kind !== 'signed-in') throw new Error(step.kind)
      return step.token
    },

    async sessionOf(token: string) {
      const current = await accounts.sessions.current(token)
      if (current === null) throw new Error('there is no session')
      return current.session
    },

    /** The cookie of a browser that completed a second step. */
    async knownBrowser(user: User, address?: string): Promise<Visitor> {
      const { cookie, changes } = rememberDevice(ports, { user, former: null, trustSeconds: 0, client: aVisitor() })
      await at.must(user.organizationId, ...changes)
      return aVisitor({ cookies: { [cookie.name]: cookie.token }, ...(address === undefined ? {} : { address }) })
    },

    async reload(user: User): Promise<User> {
      const person = await at.store.findPerson(user.organizationId, user.id)
      if (person === null) throw new Error('there is no such user')
      return person.user
    },

    /** What the audit log says about somebody, the oldest first. */
    async audited(user: User) {
      const events = await at.store.listActivity(user.organizationId, user.id, { before: null, limit: 100 })
      return events.toReversed().filter(({ action }) => action !== 'user.created')
    },

    /** Which messages somebody is sent, the oldest first. */
    async mailed(user: User): Promise<string[]> {
      const rows = await at.db.selectFrom('nightlatch_outbox').select('event').where('user_id', '=', user.id).orderBy('id').execute()
      return rows.map(({ event }) => event)
    },
  }
}

/** The real hasher, with every call noted: `null` is somebody who has no password. */
function counting(real: PasswordHasher) {
  const calls = { hashed: 0, verified: [] as ('somebody' | 'nobody')[] }
  const hasher: PasswordHasher = {
    ...real,
    hash(password) {
      calls.hashed += 1
      return real.hash(password)
    },
    verify(storedHash, password) {
      calls.verified.push(storedHash === null ? 'nobody' : 'somebody')
      return real.verify(storedHash, password)
    },
  }
  return { hasher, calls }
}
