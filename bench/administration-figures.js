import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { NOW } from './administration-people.js'
import { clock, everybody, required } from './administration-policies.js'

/** @import { Result } from './promise.js' */
/** @typedef {Awaited<ReturnType<typeof import('./administration-people.js').openPeople>>} World */
/** @type {typeof import('../src/web/admin-users/csv.ts')} */
const { csvResponse } = await import(new URL('../dist/web/admin-users/csv.js', import.meta.url).href)

const PROGRESS_SECONDS = 60
const MOST_MEMORY = 16 // MB
const LOOKED_EVERY = 50_000 // rows of a file

/**
 * A search that finds more than the first 1,000 lists these, and says so.
 *
 * @param {World} world
 * @returns {Promise<Result[]>}
 */
export async function search({ store, organizationId }) {
  const view = { ...everybody, search: 'harbour' }
  const under = { organizationId, policy: required, now: NOW }
  let found = 0
  let isCut = true
  /** @type {string | null} */
  let after = null
  do {
    const page = await store.listEnrollment(under, view, { after, limit: 100 })
    found += page.rows.length
    isCut &&= page.isCut
    after = page.next
  } while (after !== null)
  return [{ promise: 'a search that everybody matches', target: 'the first 1,000, and says so', measured: `${found}${isCut ? ', and says so' : ', and says nothing'}`, ratio: found === 1000 && isCut ? 1 : Infinity }]
}

/**
 * Somebody enrolls just after the progress was counted: when does it say so?
 *
 * @param {World} world
 * @returns {Promise<Result[]>}
 */
export async function progress({ store, organizationId }) {
  // A minute that no run before this one asked about.
  const now = NOW + 1_000_000
  const at = (/** @type {number} */ seconds) => store.progress({ organizationId, policy: required, now: now + seconds })
  const startedAt = clock()
  const before = await at(0)
  const counted = clock() - startedAt
  const { rows: [somebody] } = await store.listEnrollment({ organizationId, policy: required, now: NOW }, { ...everybody, status: 'enrolled' }, { after: null, limit: 1 })
  const userId = somebody?.userId ?? ''
  await store.commit(organizationId, [{ kind: 'user.deactivate', userId, at: NOW }])
  let age = 0
  while (age <= 2 * PROGRESS_SECONDS && (await at(age)).people === before.people) age++
  await store.commit(organizationId, [{ kind: 'user.reactivate', userId, at: NOW }])
  return [
    { promise: 'the progress figure', target: `<= ${PROGRESS_SECONDS} s old`, measured: `${age} s (counted in ${counted.toFixed(0)} ms)`, ratio: age / PROGRESS_SECONDS },
  ]
}

/**
 * Who would be stopped: no promise of speed, so it is only told.
 *
 * @param {World} world
 * @returns {Promise<Result[]>}
 */
export async function rehearsal({ store, organizationId }) {
  const startedAt = clock()
  const { count } = await store.stopped({ organizationId, policy: required, now: NOW }, 25)
  console.error(`rehearsal: ${count} people would be stopped, found in ${(clock() - startedAt).toFixed(0)} ms`)
  return []
}

/**
 * The CSV of everybody, read as a browser reads it: what is alive in memory
 * after the first rows and after the last.
 *
 * @param {World} world
 * @param {number} few - rows after which the comparison begins
 * @returns {Promise<Result[]>}
 */
export async function file({ store, organizationId }, few) {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc')
  const alive = () => {
    collectGarbage()
    const { heapUsed, external, arrayBuffers } = process.memoryUsage()
    return (heapUsed + external + arrayBuffers) / 2 ** 20
  }
  const under = { organizationId, policy: required, now: NOW }
  const view = { ...everybody, sort: /** @type {const} */ ('last-sign-in'), direction: /** @type {const} */ ('descending') }
  let rows = 0
  let first = 0
  let most = 0
  let nextLook = few
  const startedAt = performance.now()
  async function* lines() {
    for await (const batch of store.streamEnrollment(under, view)) {
      rows += batch.length
      if (rows >= nextLook) {
        nextLook += LOOKED_EVERY
        const now = alive()
        first ||= now
        most = Math.max(most, now)
      }
      yield batch.map(({ name, userName, email, status }) => [name, userName, email ?? '', status])
    }
  }
  let bytes = 0
  for await (const chunk of /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (csvResponse('people.csv', ['Name'], lines()).body))) bytes += chunk.length
  const growth = Math.max(0, most - first)
  const seconds = (performance.now() - startedAt) / 1000
  return [
    {
      promise: 'the CSV of everybody, in constant memory',
      target: `<= ${MOST_MEMORY} MB more at the end`,
      measured: `${growth.toFixed(1)} MB (${rows} rows, ${Math.round(bytes / 2 ** 20)} MB in ${seconds.toFixed(0)} s)`,
      ratio: growth / MOST_MEMORY,
    },
  ]
}
