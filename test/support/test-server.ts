import { afterAll } from 'vitest'
import { Secret, TOTP } from 'otpauth'
import { builtInRoles } from '../../src/accounts/roles.ts'
import { defaultPolicy } from '../../src/accounts/default-policy.ts'
import { readConfig } from '../../src/config.ts'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { createPasswordHasher } from '../../src/crypto/password.ts'
import type { MethodId, Organization, Policy, User } from '../../src/engine/model.ts'
import { takeOverMethods } from '../../src/engine/take-over.ts'
import { listen } from '../../src/listen.ts'
import { createLog, type Logger } from '../../src/log.ts'
import { createStandalone, type Standalone } from '../../src/standalone.ts'
import { aUser, anOrganization } from './builders.ts'
import { freePort } from './free-port.ts'
import { openTestDatabase, type TestDatabaseName } from './test-databases.ts'

/** Argon2id at its cheapest: what it costs has tests of its own. */
export const cheapHashing = { memoryKiB: 8, passes: 1, parallelism: 1 }

const PASSWORD = 'seven-lanterns-harbour'

let people = 0 // in this run: everybody has a phone of their own

/** The standalone server on a port of its own, with a clock that a test sets. */
export interface TestServer {
  url: string
  /** What people type; the same as `url` unless the test asked for another. */
  publicUrl: string
  standalone: Standalone
  databaseUrl: string
  /** Takes it away while the server runs. */
  removeDatabase(): Promise<void>
  clock: { now(): number; advance(seconds: number): void }
  /** An organization for one test, with a policy and people of its own. */
  organization(policy?: Partial<Policy>): Promise<TestOrganization>
}

export interface TestOrganization extends Organization {
  setPolicy(policy: Partial<Policy>): Promise<void>
  person(facts?: { name?: string; role?: keyof typeof builtInRoles; enrolled?: readonly MethodId[]; email?: string | null }): Promise<TestPerson>
}

/** Somebody with all that a person has: a password, a phone, an app, printed codes. */
export interface TestPerson {
  user: User
  name: string
  userName: string
  email: string | null
  password: string
  phone: string
  /** The code that their app shows now; made by another implementation than ours. */
  appCode(secondsFromNow?: number): string
  backupCodes: readonly string[]
}

export interface TestServerOptions {
  publicUrl?: string
  log?: Logger
  /** Whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[]
  /** Beside what every test server is set to. */
  settings?: Readonly<Record<string, string>>
  /** What the server's URL of the database ends with, such as `max=1`. */
  databaseQuery?: string
  /** Where providers read theirs. */
  environment?: Readonly<Record<string, string>>
  /** False: without the phone and the mailbox, and with the providers that the settings name. */
  isDevelopment?: boolean
}

/** Starts a server for a test file; call it at the top of the file. It stops after the file. */
export async function startTestServer(database: TestDatabaseName = 'sqlite', options: TestServerOptions = {}): Promise<TestServer> {
  const { url: databaseUrl, remove } = await openTestDatabase(database)
  const query = options.databaseQuery === undefined ? '' : `?${options.databaseQuery}`
  let now = Math.floor(Date.now() / 1000)
  const clock = () => now
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { publicUrl = url, log = createLog('fatal'), trustedProxies = ['127.0.0.1'], environment = {}, isDevelopment = true } = options
  const standalone = await createStandalone({
    config: { ...readConfig({ DATABASE_URL: databaseUrl + query, APPLICATION_NAME: 'Harbour Ledger', ...options.settings }), PUBLIC_URL: publicUrl },
    keyring: parseKeyring(generateKey('test')),
    environment,
    log,
    isDevelopment,
    clock,
    hashing: cheapHashing,
  })
  const listening = await listen(standalone, { host: '127.0.0.1', port, trustedProxies, log })
  afterAll(async () => {
    await listening.stop()
    await remove()
  })
  const passwordHash = await createPasswordHasher(cheapHashing).hash(PASSWORD)
  return {
    url,
    publicUrl,
    standalone,
    databaseUrl,
    removeDatabase: remove,
    clock: { now: clock, advance: (seconds) => void (now += seconds) },
    organization: (policy) => createOrganization(standalone, passwordHash, policy),
  }
}

async function createOrganization(standalone: Standalone, passwordHash: string, given: Partial<Policy> = {}): Promise<TestOrganization> {
  const { store, ports } = standalone
  const organization = anOrganization({ id: ports.random.id(), name: 'Harbour Trust', country: 'GB', timeZone: 'Europe/London', locale: 'en-GB' })
  let policy: Policy = { ...defaultPolicy, confirmSetUpByEmail: 'nobody', ...given }
  const at = ports.clock()
  await commit(standalone, organization.id, [
    { kind: 'organization.create', organization, policy, at },
    ...Object.values(builtInRoles).map((role) => ({ kind: 'role.create' as const, role })),
  ])

  return {
    ...organization,

    async setPolicy(changed) {
      policy = { ...policy, ...changed, version: policy.version + 1 }
      await commit(standalone, organization.id, [{ kind: 'policy.set', policy, actorId: null, at: ports.clock() }])
    },

    async person({ name = 'Ann Example', role = 'staff', enrolled = [], email } = {}) {
      const id = ports.random.id()
      const userName = `${name.split(' ')[0]?.toLowerCase()}-${id.slice(-12)}`
      const address = email === undefined ? `${userName}@example.org` : email
      const user = aUser({
        id,
        organizationId: organization.id,
        name,
        userName,
        email: address,
        roles: [builtInRoles[role]],
        graceStartsAt: ports.clock(),
      })
      const secret = ports.random.bytes(20)
      const phone = `+4474001${String(23_000 + people++)}`
      const held = enrolled.map((method) => (method === 'sms' ? { method, secret: phone, label: phone.slice(-2) } : { method, secret, label: '' }))
      const takenOver = takeOverMethods(ports, user, held, ports.clock())
      await commit(standalone, organization.id, [
        { kind: 'user.create', user, passwordHash, at: ports.clock() },
        ...(enrolled.length === 0 ? [] : takenOver.changes),
      ])
      const totp = new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }) })
      return {
        user: (await store.findPerson(organization.id, id))?.user ?? user,
        name,
        userName,
        email: address,
        password: PASSWORD,
        phone,
        appCode: (secondsFromNow = 0) => totp.generate({ timestamp: (ports.clock() + secondsFromNow) * 1000 }),
        backupCodes: enrolled.length === 0 ? [] : takenOver.backupCodes,
      }
    },
  }
}

async function commit({ store }: Standalone, organizationId: string, changes: Parameters<Standalone['store']['commit']>[1]): Promise<void> {
  const refused = await store.commit(organizationId, changes)
  if (refused !== null) throw new Error(`The test's own data was refused: ${refused}`)
}
