import { NOW } from './administration-people.js'
import { clock, everybody, policies } from './administration-policies.js'
import { median } from './statistics.js'

/** @import { EnrollmentView } from '../src/engine/enrollment-status.ts' */
/** @import { Policy } from '../src/engine/model.ts' */
/** @import { Result } from './promise.js' */
/** @typedef {{ few: number, many: number }} Times - milliseconds */
/** @typedef {Awaited<ReturnType<typeof import('./administration-people.js').openPeople>>} World */

const PAGE = 25
const FEW_ROUNDS = 3
const ROUNDS = 5
const MANY_ROUNDS = 41 // for what looks like a miss: the median of a few milliseconds is mostly noise

const sorts = /** @type {const} */ (['name', 'role', 'status', 'methods', 'backup-codes', 'last-sign-in'])
const statuses = /** @type {const} */ (['overdue', 'in-grace', 'not-started', 'exempt', 'enrolled'])
const methods = /** @type {const} */ (['totp', 'sms', 'none'])
const directions = /** @type {const} */ (['ascending', 'descending'])
const searches = ['a', 'harbour', 'okafor', 'ruth okaf', 'm x', 'zoe zahra 5', 'ruth harbour', 'harbour zzz', 'trust x zahra']

/** @type {Record<string, { views: EnrollmentView[], most: number, ratio: number | null }>} */
const promises = {
  'any sort': { views: inEveryOrder([{}]), most: 50, ratio: 1.5 },
  'a status, any sort': { views: inEveryOrder(statuses.map((status) => ({ status }))), most: 50, ratio: 1.5 },
  'a role, any sort': { views: inEveryOrder(['staff', 'volunteer', 'administrator'].map((roleId) => ({ roleId }))), most: 50, ratio: 1.5 },
  'a method, any sort': { views: inEveryOrder(methods.map((method) => ({ method }))), most: 50, ratio: 1.5 },
  'status, role and method': {
    views: inEveryOrder(statuses.flatMap((status) => methods.map((method) => ({ status, method, roleId: 'staff' })))),
    most: 300,
    ratio: null,
  },
  'a search, alone and filtered': {
    views: searches.flatMap((search) => [{ ...everybody, search }, { ...everybody, search, status: /** @type {const} */ ('overdue'), roleId: 'staff' }]),
    most: 300,
    ratio: null,
  },
}

/** @param {Partial<EnrollmentView>[]} filters */
function inEveryOrder(filters) {
  const orders = sorts.flatMap((sort) => directions.map((direction) => ({ sort, direction })))
  return filters.flatMap((filter) => orders.map((order) => ({ ...everybody, ...order, ...filter })))
}

/**
 * The worst median of all views of a kind, for the first page and the hundredth.
 *
 * @param {Record<'few' | 'many', World>} worlds
 * @param {{ isEachTold: boolean }} options
 */
export async function lists(worlds, { isEachTold }) {
  const kinds = Object.entries(promises).map(([promise, facts]) => ({ promise, ...facts, milliseconds: 0, of: '', growth: 0, growthOf: '' }))
  for (const [policyName, policy] of Object.entries(policies)) {
    for (const world of [worlds.few, worlds.many]) await save(world, policy)
    for (const kind of kinds) {
      for (const view of kind.views) {
        for (const page of /** @type {const} */ (['first', 'hundredth'])) {
          const of = `${policyName}: ${page} page, ${Object.values(view).filter((value) => value !== null && value !== '').join(' ')}`
          const runs = await prepare(worlds, policy, view, page)
          if (runs === null) continue
          // Five people are found and written down faster than a page of 25: that is no matter of how many there are.
          const isCompared = kind.ratio !== null && runs.few.shown === runs.many.shown
          const isMiss = (/** @type {Times} */ { many, few }) => many > kind.most || (isCompared && many / few > (kind.ratio ?? Infinity))
          let times = await measure(runs, kind.ratio === null ? FEW_ROUNDS : ROUNDS)
          if (isMiss(times)) times = await measure(runs, MANY_ROUNDS)
          const growth = times.many / times.few
          if (times.many > kind.milliseconds) Object.assign(kind, { milliseconds: times.many, of })
          if (isCompared && growth > kind.growth) Object.assign(kind, { growth, growthOf: `${times.many.toFixed(1)} to ${times.few.toFixed(1)} ms, ${of}` })
          if (isEachTold || isMiss(times)) console.error(`${isMiss(times) ? 'missed: ' : ''}${times.many.toFixed(1)} ms, ${growth.toFixed(2)}: ${of}`)
        }
      }
    }
  }
  return kinds.flatMap(({ promise, most, ratio, milliseconds, of, growth, growthOf }) => /** @type {Result[]} */ ([
    { promise, target: `<= ${most} ms`, measured: `${milliseconds.toFixed(1)} ms (${of})`, ratio: milliseconds / most },
    ...(ratio === null ? [] : [{ promise: `${promise}, beside 10,000 users`, target: `<= ${ratio}`, measured: `${growth.toFixed(2)} (${growthOf})`, ratio: growth / ratio }]),
  ]))
}

/**
 * As it is soon after an administrator saved: housekeeping has been round.
 *
 * @param {World} world
 * @param {Policy} policy
 */
async function save({ store, organizationId }, policy) {
  const startedAt = performance.now()
  const [latest] = await store.policyHistory(organizationId)
  const version = (latest?.policy.version ?? 0) + 1
  const refused = await store.commit(organizationId, [{ kind: 'policy.set', policy: { ...policy, version }, actorId: null, at: NOW }])
  if (refused !== null) throw new Error(`the policy was refused: ${refused}`)
  await store.deleteExpired(NOW)
  console.error(`a policy saved and settled in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}

/**
 * What a page of the list asks of the database, of few and of many.
 *
 * @param {Record<'few' | 'many', World>} worlds
 * @param {Policy} policy
 * @param {EnrollmentView} view
 * @param {'first' | 'hundredth'} page
 */
export async function prepare(worlds, policy, view, page) {
  /** @param {World} world */
  const of = async ({ store, organizationId }) => {
    const under = { organizationId, policy, now: NOW }
    const after = page === 'first' ? null : (await store.listEnrollment(under, view, { after: null, limit: 99 * PAGE })).next
    // Where so few are shown that there is no hundredth page, it cannot be compared.
    if (page === 'hundredth' && after === null) return null
    const run = async () => {
      await store.findRoles(organizationId)
      return await store.listEnrollment(under, view, { after, limit: PAGE })
    }
    return { run, shown: (await run()).rows.length }
  }
  const [few, many] = [await of(worlds.few), await of(worlds.many)]
  return few === null || many === null ? null : { few, many }
}

/**
 * @param {Record<'few' | 'many', { run(): Promise<unknown> }>} runs
 * @param {number} rounds
 * @returns {Promise<Times>}
 */
export async function measure(runs, rounds) {
  /** @type {number[][]} */
  const times = [[], []]
  for (let round = 0; round < rounds; round++) {
    // Alternating, so that whatever else the machine does meets both.
    for (const [index, { run }] of [runs.few, runs.many].entries()) {
      const startedAt = clock()
      await run()
      times[index]?.push(clock() - startedAt)
    }
  }
  return { few: median(times[0] ?? []), many: median(times[1] ?? []) }
}
