import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** @import { Policy, Role, MethodId } from '../src/engine/model.ts' */
/** @import { SqliteConnection, SqliteValue } from '../src/databases/sqlite-library.ts' */
/** @type {typeof import('../src/core.ts')} */
const { openStore } = await import(built('core.js'))
/** @type {typeof import('../src/crypto/keyring.ts')} */
const { generateKey, parseKeyring } = await import(built('crypto/keyring.js'))
/** @type {typeof import('../src/databases/sqlite-library.ts')} */
const { loadSqlite } = await import(built('databases/sqlite-library.js'))
/** @type {typeof import('../src/store/cohorts.ts')} */
const { cohortRow } = await import(built('store/cohorts.js'))
/** @type {typeof import('../src/store/folded-text.ts')} */
const { nameKeyOf, wordsOf } = await import(built('store/folded-text.js'))
/** @type {typeof import('../src/accounts/roles.ts')} */
const { builtInRoles } = await import(built('accounts/roles.js'))
/** @type {typeof import('../src/accounts/default-policy.ts')} */
const { defaultPolicy } = await import(built('accounts/default-policy.js'))

/** @param {string} path - of the build */
function built(path) {
  return new URL(`../dist/${path}`, import.meta.url).href
}

export const DAY = 24 * 60 * 60
export const NOW = 1_800_000_000
const YEARS = 8
const GIVEN = 'Amara Ben Chloé Dmitri Elif Farid Greta Hugo Ines Jakub Kofi Lena Mei Nora Oscar Priya Quinn Ruth Samuel Tomás Uma Victor Wanjiru Ximena Yusuf Zoë'.split(' ')
const FAMILY = 'Adeyemi Bello Castell Doyle Eriksen Fischer Garcia Hartmann Ito Jensen Kowalski Lindqvist Mensah Nair Okafor Pembroke Quist Rossi Silva Tanaka Ueda Vale Whitfield Xu Young Zahra'.split(' ')
const ENDINGS = ['', 'ova', 'sen', 'man', 'ez', 'ini', 'ski', 'by', 'ton', 'ley', 'worth', 'ham', 'field', 'wood']

/** @type {Role[]} */
export const roles = [
  ...Object.values(builtInRoles),
  { id: 'auditor', name: 'Auditor', rank: 40, mayAdminister: false, alwaysRequires: false },
  { id: 'volunteer', name: 'Volunteer', rank: 5, mayAdminister: false, alwaysRequires: false },
]

/** Who holds what, and how many in a thousand do. */
const roleSets = /** @type {const} */ ([
  [880, ['staff']],
  [70, ['volunteer']],
  [30, ['payments-administrator', 'staff']],
  [8, ['auditor', 'staff']],
  [5, []],
  [3, ['administrator', 'staff']],
  [3, ['administrator']],
  [1, ['administrator', 'payments-administrator', 'staff']],
])

const keyring = parseKeyring(generateKey('bench'))
const ORGANIZATION = '01900000-0000-7000-8000-000000000001'

/**
 * An organization of this many users in a database of its own, which is made
 * when the folder does not have it yet. They are written as rows, for a commit
 * each would take hours; passwords, counters and the rows of backup codes are
 * left out, for no list reads them.
 *
 * @param {string} folder
 * @param {number} count
 */
export async function openPeople(folder, count) {
  const path = join(folder, `${count}-people-in-cohorts.db`)
  if (!existsSync(path)) await createPeople(path, count)
  return { ...(await openStore(`file:${path}`, keyring)), organizationId: ORGANIZATION }
}

/**
 * @param {string} path
 * @param {number} count
 */
async function createPeople(path, count) {
  const unfinished = `${path}.unfinished`
  const left = ['', '-wal', '-shm'].map((end) => unfinished + end)
  for (const file of left) await rm(file, { force: true })
  const { store, database } = await openStore(`file:${unfinished}`, keyring)
  const organization = { id: ORGANIZATION, name: 'Harbour Trust', country: 'GB', timeZone: 'Europe/London', locale: 'en-GB' }
  const refused = await store.commit(null, [
    { kind: 'organization.create', organization, policy: defaultPolicy, at: NOW },
    ...roles.map((role) => ({ kind: /** @type {const} */ ('role.create'), role })),
  ])
  if (refused !== null) throw new Error(`the organization was refused: ${refused}`)
  await database.close()

  const { DatabaseSync } = await loadSqlite()
  const connection = new DatabaseSync(unfinished)
  connection.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000')
  fill(connection, ORGANIZATION, count)
  connection.close()
  await rename(unfinished, path)
  for (const file of left) await rm(file, { force: true })
}

/**
 * @param {SqliteConnection} connection
 * @param {string} organizationId
 * @param {number} count
 */
function fill(connection, organizationId, count) {
  // An index is made faster when all rows are there.
  const indexes = connection
    .prepare("select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in ('nightlatch_user', 'nightlatch_user_role', 'nightlatch_authenticator')")
    .all()
  for (const { name } of indexes) connection.exec(`drop index ${name}`)
  connection.exec('begin; create temp table word (word text, user_id text)')
  const write = {
    user: inserter(connection, 'nightlatch_user', 'id organization_id name user_name user_name_key email email_key password_epoch factor_epoch enrolled_at grace_starts_at exempt_until last_sign_in_at deactivated_at created_at name_key cohort backup_codes_left search_words'),
    role: inserter(connection, 'nightlatch_user_role', 'organization_id user_id role_id'),
    authenticator: inserter(connection, 'nightlatch_authenticator', 'id organization_id user_id method label sealed_secret data last_counter created_at'),
    cohort: inserter(connection, 'nightlatch_cohort', 'organization_id id methods role_ids is_new is_active'),
    word: inserter(connection, 'temp.word', 'word user_id'),
  }
  const random = randomNumbers(count)
  /** @type {Set<string>} */
  const cohorts = new Set()
  for (let index = 0; index < count; index++) {
    const person = somebody(random, index / count)
    const id = `01900000-0000-7000-9000-${String(index).padStart(12, '0')}`
    const userName = `${person.name.toLowerCase().replace(' ', '.')}.${index}`
    const email = `${userName}@harbour-trust.example`
    const { methods, roleIds, enrolledAt, createdAt, exemptUntil, lastSignInAt, deactivatedAt } = person
    const isActive = deactivatedAt === null
    const cohort = cohortRow({ methods, roleIds, isNew: isActive && methods.length === 0 && NOW - createdAt < 14 * DAY, isActive })
    const words = wordsOf(person.name, email)
    write.user(id, organizationId, person.name, userName, userName, email, email, 1, 1, enrolledAt, createdAt, exemptUntil, lastSignInAt, deactivatedAt, createdAt,
      nameKeyOf(person.name, id), cohort.id, person.codes, words.join(' '))
    for (const roleId of roleIds) write.role(organizationId, id, roleId)
    for (const method of methods) write.authenticator(`${id}-${method}`, organizationId, id, method, '', 'sealed', '{}', 0, enrolledAt)
    for (const word of words) write.word(word, id)
    if (!cohorts.has(cohort.id)) write.cohort(organizationId, cohort.id, cohort.methods, cohort.role_ids, cohort.is_new, cohort.is_active)
    cohorts.add(cohort.id)
  }
  connection.exec(`insert into nightlatch_user_word (organization_id, word, user_id) select '${organizationId}', word, user_id from temp.word order by word, user_id`)
  for (const { sql } of indexes) connection.exec(String(sql))
  connection.exec('commit; PRAGMA wal_checkpoint(TRUNCATE)')
}

/**
 * @param {() => number} random
 * @param {number} age - from 0, who was here first, to 1, who came today
 */
function somebody(random, age) {
  const createdAt = Math.floor(NOW - (1 - age) * YEARS * 365 * DAY)
  const isNew = NOW - createdAt < 30 * DAY
  const kind = random() * (isNew ? 1.6 : 1)
  /** @type {MethodId[]} */
  const methods = kind < 0.4 ? ['totp'] : kind < 0.55 ? ['sms'] : kind < 0.62 ? ['sms', 'totp'] : []
  const isEnrolled = methods.length > 0
  const since = NOW - createdAt
  const neverSignedIn = !isEnrolled && random() < 0.6
  const ago = isEnrolled ? Math.min(since, -Math.log(1 - random()) * 20 * DAY) : random() * since
  const luck = random()
  return {
    name: `${pick(GIVEN, random)} ${pick(FAMILY, random)}${pick(ENDINGS, random)}`,
    roleIds: roleSetAt(Math.floor(random() * 1000)),
    methods,
    codes: isEnrolled ? 10 - Math.floor(random() ** 4 * 11) : 0,
    enrolledAt: isEnrolled ? createdAt : null,
    createdAt,
    lastSignInAt: neverSignedIn ? null : Math.floor(NOW - ago),
    exemptUntil: luck < 0.0005 ? NOW + 30 * DAY : luck < 0.0025 ? NOW - 30 * DAY : null,
    deactivatedAt: random() < 0.06 ? NOW : null,
  }
}

/** @param {number} thousandth */
function roleSetAt(thousandth) {
  let sum = 0
  for (const [share, ids] of roleSets) if (thousandth < (sum += share)) return ids
  return []
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {() => number} random
 */
function pick(items, random) {
  return /** @type {T} */ (items[Math.floor(random() * items.length)])
}

/**
 * @param {SqliteConnection} connection
 * @param {string} table
 * @param {string} columns
 * @returns {(...values: SqliteValue[]) => void}
 */
function inserter(connection, table, columns) {
  const names = columns.split(' ')
  const statement = connection.prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
  return (...values) => void statement.run(...values)
}

/**
 * The same numbers each time (mulberry32).
 *
 * @param {number} seed
 */
function randomNumbers(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
