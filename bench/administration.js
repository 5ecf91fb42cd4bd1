import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPeople, DAY, NOW, roles } from './administration-people.js'
import { isReached, table } from './promise.js'
import { median } from './statistics.js'

/** @import { EnrollmentView } from '../src/engine/enrollment-status.ts' */
/** @import { Policy } from '../src/engine/model.ts' */
/** @import { Result } from './promise.js' */

const MANY = Number(process.env['BENCH_PEOPLE'] ?? 1_000_000)
const FEW = 10_000
const ROUNDS = 5
const PAGE = 25

/** @type {Policy} */
const optional = {
  version: 1,
  requiredSince: null,
  requirementChangedAt: null,
  requirementChangedBy: null,
  graceDays: 14,
  allowedMethods: ['totp', 'sms'],
  trustDays: 30,
  alwaysRequiredTrustDays: null,
  confirmSetUpByEmail: 'nobody',
}

/** @type {Record<string, Policy>} */
const policies = {
  optional,
  required: { ...optional, requiredSince: NOW - 200 * DAY },
  'required yesterday': { ...optional, requiredSince: NOW - DAY },
  'required, texts retired, 90 days': { ...optional, requiredSince: NOW - 200 * DAY, allowedMethods: ['totp'], graceDays: 90 },
}

const sorts = /** @type {const} */ (['name', 'role', 'status', 'methods', 'backup-codes', 'last-sign-in'])
const statuses = /** @type {const} */ (['overdue', 'in-grace', 'not-started', 'exempt', 'enrolled'])
const methods = /** @type {const} */ (['totp', 'sms', 'none'])
const directions = /** @type {const} */ (['ascending', 'descending'])
const orders = sorts.flatMap((sort) => directions.map((direction) => ({ sort, direction })))
const unfiltered = { status: null, roleId: null, method: null, search: '' }

/** @type {Record<string, { views: EnrollmentView[], most: number, ratio: number | null }>} */
const promises = {
  'any sort': { views: orders.map((order) => ({ ...unfiltered, ...order })), most: 50, ratio: 1.5 },
  'status, any sort': { views: statuses.flatMap((status) => orders.map((order) => ({ ...unfiltered, ...order, status }))), most: 50, ratio: 1.5 },
  'role, any sort': { views: roles.flatMap(({ id }) => orders.map((order) => ({ ...unfiltered, ...order, roleId: id }))), most: 50, ratio: 1.5 },
  'method, any sort': { views: methods.flatMap((method) => orders.map((order) => ({ ...unfiltered, ...order, method }))), most: 50, ratio: 1.5 },
  'status, role and method, any sort': {
    views: statuses.flatMap((status) =>
      ['staff', 'volunteer'].flatMap((roleId) => methods.flatMap((method) => orders.map((order) => ({ ...unfiltered, ...order, status, roleId, method })))),
    ),
    most: 300,
    ratio: null,
  },
  'search, with and without a filter': {
    views: ['a', 'harbour', 'okafor', 'ruth okaf', 'm x', 'zoe.zahra.5'].flatMap((search) =>
      orders.flatMap((order) => [{ ...unfiltered, ...order, search }, { ...unfiltered, ...order, search, status: /** @type {const} */ ('overdue'), roleId: 'staff' }]),
    ),
    most: 300,
    ratio: null,
  },
}

const folder = await mkdtemp(join(tmpdir(), 'nightlatch-bench-'))
try {
  const startedAt = performance.now()
  const worlds = { few: await createPeople(folder, FEW), many: await createPeople(folder, MANY) }
  console.log(`${MANY} users made in ${Math.round((performance.now() - startedAt) / 1000)} s`)
  const results = [...(await lists(worlds)), ...(await figures(worlds.many))]
  console.log(table(results))
  const missed = results.filter((result) => !isReached(result)).length
  console.log(`\n${results.length - missed} reached, ${missed} missed`)
  process.exitCode = missed === 0 ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

/**
 * The worst median of all views of a kind, for the first page and the hundredth.
 *
 * @param {Record<'few' | 'many', Awaited<ReturnType<typeof createPeople>>>} worlds
 */
async function lists({ few, many }) {
  /** @type {Result[]} */
  const results = []
  for (const [promise, { views, most, ratio }] of Object.entries(promises)) {
    const worst = { milliseconds: 0, of: '', ratio: 0, ratioOf: '' }
    for (const [policyName, policy] of Object.entries(policies)) {
      for (const view of views) {
        for (const page of /** @type {const} */ (['first', 'hundredth'])) {
          const of = `${policyName}: ${page} page, ${Object.values(view).filter((value) => value !== null && value !== '').join(' ')}`
          const times = await measure([few, many], policy, view, page)
          if (times === null) continue
          if (times.many > worst.milliseconds) Object.assign(worst, { milliseconds: times.many, of })
          if (times.many / times.few > worst.ratio) Object.assign(worst, { ratio: times.many / times.few, ratioOf: `${times.many.toFixed(1)} to ${times.few.toFixed(1)} ms, ${of}` })
        }
      }
    }
    results.push({ promise, target: `<= ${most} ms`, measured: `${worst.milliseconds.toFixed(1)} ms (${worst.of})`, ratio: worst.milliseconds / most })
    if (ratio !== null) results.push({ promise: `${promise}, beside ${FEW} users`, target: `<= ${ratio}`, measured: `${worst.ratio.toFixed(2)} (${worst.ratioOf})`, ratio: worst.ratio / ratio })
  }
  return results
}

/**
 * @param {[Awaited<ReturnType<typeof createPeople>>, Awaited<ReturnType<typeof createPeople>>]} worlds
 * @param {Policy} policy
 * @param {EnrollmentView} view
 * @param {'first' | 'hundredth'} page
 */
async function measure(worlds, policy, view, page) {
  const runs = []
  for (const { store, organizationId } of worlds) {
    const under = { organizationId, policy, now: NOW }
    const after = page === 'first' ? null : (await store.listEnrollment(under, view, { after: null, limit: 99 * PAGE })).next
    // Where so few are shown that there is no hundredth page, it cannot be compared.
    if (page === 'hundredth' && after === null) return null
    runs.push(() => store.listEnrollment(under, view, { after, limit: PAGE }))
  }
  /** @type {number[][]} */
  const times = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    // Alternating, so that whatever else the machine does meets both.
    for (const [index, run] of runs.entries()) {
      const startedAt = clock()
      await run()
      times[index]?.push(clock() - startedAt)
    }
  }
  return { few: median(times[0] ?? []), many: median(times[1] ?? []) }
}

/** @param {Awaited<ReturnType<typeof createPeople>>} world */
async function figures({ store, organizationId }) {
  const under = { organizationId, policy: /** @type {Policy} */ (policies['required']), now: NOW }
  const progressAt = clock()
  const { people } = await store.progress(under)
  const progress = clock() - progressAt
  const stoppedAt = clock()
  const { count } = await store.stopped(under, 25)
  const stopped = clock() - stoppedAt
  const streamedAt = performance.now()
  let streamed = 0
  let mostMemory = 0
  for await (const rows of store.streamEnrollment(under, { ...unfiltered, sort: 'last-sign-in', direction: 'descending' })) {
    streamed += rows.length
    mostMemory = Math.max(mostMemory, process.memoryUsage().heapUsed)
  }
  console.log(`progress of ${people} people ${progress.toFixed(0)} ms; rehearsal, ${count} of them stopped, ${stopped.toFixed(0)} ms; ` +
    `all ${streamed} streamed in ${((performance.now() - streamedAt) / 1000).toFixed(1)} s, at most ${Math.round(mostMemory / 2 ** 20)} MB of heap`)
  return /** @type {Result[]} */ ([])
}

/** Milliseconds; of this process alone where others share the machine. */
function clock() {
  if (process.env['BENCH_CLOCK'] !== 'cpu') return performance.now()
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
