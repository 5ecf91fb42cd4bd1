import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPeople, DAY, NOW } from './administration-people.js'
import { isReached, table } from './promise.js'
import { median } from './statistics.js'

/** @import { EnrollmentView } from '../src/engine/enrollment-status.ts' */
/** @import { Policy } from '../src/engine/model.ts' */
/** @import { Result } from './promise.js' */

const MANY = Number(process.env['BENCH_PEOPLE'] ?? 1_000_000)
const FEW = 10_000
const ROUNDS = 9
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
    views: ['a', 'harbour', 'okafor', 'ruth okaf', 'm x', 'zoe zahra 5', 'ruth harbour'].flatMap((search) =>
      [{ search }, { search, status: /** @type {const} */ ('overdue'), roleId: 'staff' }].map((filter) => ({ ...unfiltered, ...filter, sort: /** @type {const} */ ('name'), direction: /** @type {const} */ ('ascending') })),
    ),
    most: 300,
    ratio: null,
  },
}

/** @param {Partial<EnrollmentView>[]} filters */
function inEveryOrder(filters) {
  return filters.flatMap((filter) => orders.map((order) => ({ ...unfiltered, ...order, ...filter })))
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
  const kinds = Object.entries(promises).map(([promise, facts]) => ({ promise, ...facts, milliseconds: 0, of: '', growth: 0, growthOf: '' }))
  for (const [index, [policyName, policy]] of Object.entries(policies).entries()) {
    for (const world of [few, many]) await save(world, { ...policy, version: index + 2 })
    for (const kind of kinds) {
      for (const view of kind.views) {
        for (const page of /** @type {const} */ (['first', 'hundredth'])) {
          const of = `${policyName}: ${page} page, ${Object.values(view).filter((value) => value !== null && value !== '').join(' ')}`
          const times = await measure([few, many], policy, view, page)
          if (times === null) continue
          if (times.many > kind.milliseconds) Object.assign(kind, { milliseconds: times.many, of })
          const growth = times.many / times.few
          if (growth > kind.growth) Object.assign(kind, { growth, growthOf: `${times.many.toFixed(1)} to ${times.few.toFixed(1)} ms, ${of}` })
          if (process.env['BENCH_EACH'] !== undefined) console.log(`${times.many.toFixed(1)} ms, ${growth.toFixed(2)}: ${of}`)
        }
      }
    }
  }
  return kinds.flatMap(({ promise, most, ratio, milliseconds, of, growth, growthOf }) => /** @type {Result[]} */ ([
    { promise, target: `<= ${most} ms`, measured: `${milliseconds.toFixed(1)} ms (${of})`, ratio: milliseconds / most },
    ...(ratio === null ? [] : [{ promise: `${promise}, beside ${FEW} users`, target: `<= ${ratio}`, measured: `${growth.toFixed(2)} (${growthOf})`, ratio: growth / ratio }]),
  ]))
}

/**
 * As it is soon after an administrator saved: housekeeping has been round.
 *
 * @param {Awaited<ReturnType<typeof createPeople>>} world
 * @param {Policy} policy
 */
async function save({ store, organizationId }, policy) {
  const startedAt = performance.now()
  const refused = await store.commit(organizationId, [{ kind: 'policy.set', policy, actorId: null, at: NOW }])
  if (refused !== null) throw new Error(`the policy was refused: ${refused}`)
  await store.deleteExpired(NOW)
  console.log(`policy ${policy.version} saved and settled in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
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
