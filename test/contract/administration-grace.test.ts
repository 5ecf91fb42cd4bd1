import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Under } from '../../src/engine/administration-ports.ts'
import type { EnrollmentView } from '../../src/engine/enrollment-status.ts'
import type { Organization, User } from '../../src/engine/model.ts'
import { nameKeyOf } from '../../src/store/folded-text.ts'
import { anId, aPolicy, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { expectedIds, roles, type Somebody, sorts, walkPages } from './administration-people.ts'
import { openStore, type TestStore } from './open-store.ts'

const DAY = 24 * 60 * 60
const PEOPLE = 1_400
const policy = aPolicy({ requiredSince: NOW - 60 * DAY, graceDays: 14 })

describe.each(testDatabases)('many people of one role, told apart by time, on %s', (name) => {
  let world: TestStore
  let organization: Organization
  let people: Somebody[]

  beforeAll(async () => {
    world = await openStore(name)
    organization = await world.organization({ roles })
    await world.must(organization.id, { kind: 'policy.set', policy: { ...policy, version: 2 }, actorId: null, at: NOW })
    const first = await world.user(organization)
    people = Array.from({ length: PEOPLE }, (_, n) => ({ user: someone(first, n), methods: [], codes: n % 4 }))
    const row = await world.db.selectFrom('nightlatch_user').selectAll().where('id', '=', first.id).executeTakeFirstOrThrow()
    for (let start = 0; start < PEOPLE; start += 200) {
      const rows = people.slice(start, start + 200).map(({ user, codes }) => ({
        ...row,
        id: user.id,
        name: user.name,
        user_name: user.userName,
        user_name_key: user.userName,
        email: null,
        email_key: null,
        grace_starts_at: user.graceStartsAt,
        exempt_until: user.exemptUntil,
        last_sign_in_at: user.lastSignInAt,
        name_key: nameKeyOf(user.name, user.id),
        backup_codes_left: codes,
      }))
      await world.db.insertInto('nightlatch_user').values(rows).execute()
    }
    people.push({ user: first, methods: [], codes: 0 })
  })
  afterAll(() => world.close())

  /** Somebody who came a fifth of a day after the one before. */
  function someone(first: User, n: number): User {
    const graceStartsAt = NOW - (PEOPLE - n) * (DAY / 5)
    const lastSignInAt = n % 3 === 0 ? null : graceStartsAt + (n % 7) * DAY
    return { ...first, id: anId(), name: `User ${(n * 7919) % PEOPLE}`, userName: `many-${organization.id}-${n}`, email: null, graceStartsAt, exemptUntil: n % 50 === 0 ? NOW + DAY : null, lastSignInAt }
  }

  const views = sorts.flatMap((sort) =>
    (['in-grace', 'overdue', 'exempt'] as const).map(
      (status): EnrollmentView => ({ sort, direction: sort === 'name' ? 'descending' : 'ascending', status, roleId: null, method: null, search: '' }),
    ),
  )

  async function listed(under: Under): Promise<string[][]> {
    const lists = []
    for (const view of views) lists.push((await walkPages(world, under, view, 170)).map(({ userId }) => userId))
    return lists
  }

  // Of 1,400 who came over 280 days: few, half, and nearly all are in grace.
  it.each([14, 140, 270])('lists them in order with a grace of %i days', async (graceDays) => {
    const under = { organizationId: organization.id, policy: { ...policy, graceDays }, now: NOW }
    expect(await listed(under)).toEqual(views.map((view) => expectedIds(people, under, view)))
  }, 120_000)

  it('lists the same when it has settled whose grace is over, and keeps those apart', async () => {
    await world.store.deleteExpired(NOW)
    const under = { organizationId: organization.id, policy, now: NOW }
    expect(await listed(under)).toEqual(views.map((view) => expectedIds(people, under, view)))
    const newcomers = await world.db
      .selectFrom('nightlatch_user as user')
      .innerJoin('nightlatch_cohort as cohort', 'cohort.id', 'user.cohort')
      .select('user.id')
      .where('user.organization_id', '=', organization.id)
      .where('cohort.organization_id', '=', organization.id)
      .where('cohort.is_new', '=', 1)
      .execute()
    const inGrace = people.filter(({ user }) => user.graceStartsAt > NOW - 14 * DAY).map(({ user }) => user.id)
    expect(newcomers.map(({ id }) => id).toSorted()).toEqual(inGrace.toSorted())
  }, 120_000)
})
