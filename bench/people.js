import { randomBytes } from 'node:crypto'

/** @import { Standalone } from '../src/standalone.ts' */
/** @type {typeof import('../src/config.ts')} */
const { readConfig } = await import(built('config.js'))
/** @type {typeof import('../src/crypto/keyring.ts')} */
const { generateKey, parseKeyring } = await import(built('crypto/keyring.js'))
/** @type {typeof import('../src/standalone.ts')} */
const { createStandalone } = await import(built('standalone.js'))
/** @type {typeof import('../src/log.ts')} */
const { createLog } = await import(built('log.js'))
/** @type {typeof import('../src/accounts/roles.ts')} */
const { builtInRoles } = await import(built('accounts/roles.js'))
/** @type {typeof import('../src/accounts/default-policy.ts')} */
const { defaultPolicy } = await import(built('accounts/default-policy.js'))
/** @type {typeof import('../src/engine/take-over.ts')} */
const { takeOverMethods } = await import(built('engine/take-over.js'))

export const PUBLIC_URL = 'https://accounts.example.org'
export const PASSWORD = 'seven-lanterns-harbour'
export const COOKIE_PREFIX = '__Host-nightlatch-'
const PEOPLE_A_COMMIT = 100
const BEGUN_AT_ONCE = 50

/**
 * A file of the build that `npm run bench` has just made.
 *
 * @param {string} path
 */
export function built(path) {
  return new URL(`../dist/${path}`, import.meta.url).href
}

/**
 * The server as production runs it; with keys of its own, unless told.
 *
 * @param {string} databaseUrl
 * @param {{ isDevelopment?: boolean, keys?: string }} [options]
 */
export async function openStandalone(databaseUrl, { isDevelopment = false, keys = generateKey('bench') } = {}) {
  return await createStandalone({
    config: { ...readConfig({ DATABASE_URL: databaseUrl }), PUBLIC_URL },
    keyring: parseKeyring(keys),
    environment: {},
    log: createLog('error'),
    isDevelopment,
  })
}

/**
 * Somebody who can sign in, in the one organization of an empty database.
 *
 * @param {Standalone} standalone
 * @param {readonly ('totp' | 'sms')[]} methods
 * @param {keyof typeof builtInRoles} [role]
 */
export async function addAccount({ accounts, store, ports }, methods, role = 'staff') {
  const userName = `ann-${randomBytes(6).toString('hex')}`
  const given = { name: 'Ann Example', userName, email: `${userName}@example.org`, password: PASSWORD }
  const organizationId = await organizationOf(accounts)
  const created = await accounts.createUser({ ...given, organizationId, roles: [builtInRoles[role]] })
  if (created.kind !== 'created') throw new Error(`nobody was created: ${created.kind}`)
  const secret = randomBytes(20)
  const proved = methods.map((method) => (method === 'sms' ? { method, secret: '+447400123456', label: '56' } : { method, secret, label: '' }))
  if (proved.length > 0) await store.commit(organizationId, takeOverMethods(ports, created.user, proved, ports.clock()).changes)
  return { userName, secret }
}

/** @type {WeakMap<object, string>} */
const organizationIds = new WeakMap()

/** @param {Standalone['accounts']} accounts */
async function organizationOf(accounts) {
  const known = organizationIds.get(accounts)
  if (known !== undefined) return known
  const organization = { name: 'Harbour Trust', country: 'GB', timeZone: 'Europe/London', locale: 'en-GB' }
  const created = await accounts.createAdministrator({ name: 'Amara Okafor', userName: 'amara', email: 'amara@example.org', password: PASSWORD, organization })
  if (created.kind !== 'created') throw new Error(`no administrator was created: ${created.kind}`)
  organizationIds.set(accounts, created.user.organizationId)
  return created.user.organizationId
}

/**
 * Somebody who has given the password, and stands before the code.
 *
 * @typedef {object} Pending
 * @property {string} secret - of their app, base64
 * @property {string} token - of the pending sign-in
 */

/**
 * An organization to which people can be added who wait for their code.
 *
 * @param {Standalone} standalone
 */
export async function openOrganization({ store, ports, engine }) {
  const organization = { id: ports.random.id(), name: 'Harbour Trust', country: 'GB', timeZone: 'Europe/London', locale: 'en-GB' }
  await commit([{ kind: 'organization.create', organization, policy: { ...defaultPolicy, confirmSetUpByEmail: 'nobody' }, at: ports.clock() }])

  return {
    /**
     * Adds people with an app and brings each of them to the code.
     *
     * @param {number} count
     * @returns {Promise<Pending[]>}
     */
    async addPending(count) {
      const people = Array.from({ length: count }, () => ({ user: newUser(), secret: randomBytes(20) }))
      for (const some of chunks(people, PEOPLE_A_COMMIT)) {
        const at = ports.clock()
        await commit(
          some.flatMap(({ user, secret }) => [
            { kind: /** @type {const} */ ('user.create'), user, passwordHash: null, at },
            ...takeOverMethods(ports, user, [{ method: 'totp', secret, label: '' }], at).changes,
          ]),
        )
      }
      /** @type {Pending[]} */
      const pending = []
      for (const some of chunks(people, BEGUN_AT_ONCE)) {
        pending.push(...(await Promise.all(some.map(async ({ user, secret }) => ({ secret: secret.toString('base64'), token: await begin(user) })))))
      }
      return pending
    },
  }

  /** @param {{ id: string, organizationId: string }} user */
  async function begin({ id, organizationId }) {
    const step = await engine.signIn.begin({ id, organizationId }, { address: '203.0.113.7', agent: 'bench', cookie: () => null }, '/')
    if (step.kind !== 'verify') throw new Error(`nobody should be led to ${step.kind}`)
    return step.token
  }

  function newUser() {
    const id = ports.random.id()
    return {
      id,
      organizationId: organization.id,
      name: 'Ann Example',
      userName: `ann-${id}`,
      email: `ann-${id}@example.org`,
      roles: [],
      deactivatedAt: null,
      enrolledAt: null,
      graceStartsAt: ports.clock(),
      exemptUntil: null,
      passwordEpoch: 1,
      factorEpoch: 1,
      backupCodesSavedAt: null,
      lastSignInAt: null, recoveryPassUntil: null, reportedAt: null,
    }
  }

  /** @param {Parameters<typeof store.commit>[1]} changes */
  async function commit(changes) {
    const refused = await store.commit(organization.id, changes)
    if (refused !== null) throw new Error(`the people of the benchmark were refused: ${refused}`)
  }
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {number} size
 */
function chunks(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
