import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EnrollmentView } from '../../src/engine/enrollment-status.ts'
import type { Organization } from '../../src/engine/model.ts'
import { remindNext } from '../../src/engine/reminder.ts'
import { createReminderWorker } from '../../src/reminder-worker.ts'
import { leaseQueries } from '../../src/store/leases.ts'
import { anId, aPolicy, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

const DAY = 24 * 60 * 60
const PEOPLE = 230 // more than two batches
const everybody: EnrollmentView = { sort: 'name', direction: 'ascending', status: null, roleId: null, method: null, search: '' }

describe.each(testDatabases)('reminders on %s', (name) => {
  let world: TestStore
  let organization: Organization
  let actorId: string
  let now = NOW
  const failures: object[] = []

  beforeAll(async () => {
    world = await openStore(name)
    organization = await world.organization()
    await world.must(organization.id, { kind: 'policy.set', policy: { ...aPolicy(), version: 2 }, actorId: null, at: NOW })
    for (let n = 0; n < PEOPLE; n++) actorId = (await world.user(organization)).id
    await world.user(organization, { email: null })
    await world.user(organization, { deactivatedAt: NOW })
    await world.user(await world.organization())
  })
  afterAll(() => world.close())

  // The rules ask for no more of their ports than this.
  const ports = (store: TestStore['store'] = world.store) =>
    ({ store, clock: () => now, random: { id: anId } }) as unknown as Parameters<typeof remindNext>[0]

  const begin = (view = everybody) =>
    world.must(organization.id, {
      kind: 'reminder.begin',
      reminder: { id: anId(), organizationId: organization.id, actorId, view, client: { address: '192.0.2.1', agent: '' }, askedAt: now, stage: 0, after: null, sent: 0 },
    })
  const notices = async () => (await world.db.selectFrom('nightlatch_outbox').select('user_id').where('event', '=', 'set-up-reminder').execute()).map((row) => row.user_id)
  const sentOf = async () => (await world.db.selectFrom('nightlatch_reminder').select(['sent', 'finished_at']).orderBy('asked_at').orderBy('id').execute())

  it('are worked off in batches, by whoever comes, each person once', async () => {
    await begin()
    await remindNext(ports())
    expect((await notices()).length).toBeLessThanOrEqual(100)
    // A node that stopped here leaves the rest; two that go on at once do it once.
    while ((await Promise.all([remindNext(ports()), remindNext(ports())])).includes(true)) expect((await sentOf())[0]?.sent).toBe((await notices()).length)
    const told = await notices()
    expect(told).toHaveLength(PEOPLE)
    expect(new Set(told).size).toBe(PEOPLE)
    expect(await sentOf()).toEqual([{ sent: PEOPLE, finished_at: now }])
  })

  it('reach nobody twice a day, and everybody again after a day', async () => {
    const worker = () => createReminderWorker({ nextReminder: world.store.nextReminder, remindNext: () => remindNext(ports()), leases: leaseQueries(world.db), clock: () => now, log: { error: (facts) => void failures.push(facts) }, holder: anId() })
    now += DAY - 1
    await begin()
    await worker().run()
    expect(await notices()).toHaveLength(PEOPLE)
    now += 1
    await begin()
    await Promise.all([worker().run(), worker().run()])
    expect(await notices()).toHaveLength(2 * PEOPLE)
    expect((await sentOf()).map(({ sent }) => sent)).toEqual([PEOPLE, 0, PEOPLE])
    expect(failures).toEqual([])
  })

  it('end with whoever asked for them', async () => {
    now += 2 * DAY
    actorId = anId()
    await begin()
    expect(await remindNext(ports())).toBe(true)
    expect(await remindNext(ports())).toBe(false)
    expect(await notices()).toHaveLength(2 * PEOPLE)
  })

  it('count whom they concern as the list does', async () => {
    const under = { organizationId: organization.id, policy: { ...aPolicy(), version: 2 }, now }
    for (const view of [everybody, { ...everybody, status: 'not-started' as const }, { ...everybody, search: 'exam' }, { ...everybody, method: 'sms' as const }]) {
      let listed = 0
      for await (const rows of world.store.streamEnrollment(under, view)) listed += rows.length
      expect(await world.store.countEnrollment(under, view)).toBe(listed)
    }
  })
})
