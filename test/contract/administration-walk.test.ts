import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EnrollmentView } from '../../src/engine/enrollment-status.ts'
import type { Organization } from '../../src/engine/model.ts'
import { anAuthenticator, aPolicy, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { roles, walkPages } from './administration-people.ts'
import { openStore, type TestStore } from './open-store.ts'

const DAY = 24 * 60 * 60
const PEOPLE = 24
const everybody: EnrollmentView = { sort: 'name', direction: 'ascending', status: null, roleId: null, method: null, search: '' }

describe.each(testDatabases)('walking the enrollment list on %s', (name) => {
  let world: TestStore
  let organization: Organization
  let ids: string[]

  beforeAll(async () => {
    world = await openStore(name)
  })
  beforeEach(async () => {
    organization = await world.organization({ roles })
    ids = []
    for (let n = 0; n < PEOPLE; n++) {
      const user = await world.user(organization, { name: `User ${String(n).padStart(3, '0')}`, email: null, roles: [roles[2 + (n % 2)]!], graceStartsAt: NOW - 90 * DAY })
      ids.push(user.id)
    }
  })
  afterAll(() => world.close())

  const underOf = () => ({ organizationId: organization.id, policy: aPolicy({ requiredSince: NOW - 60 * DAY }), now: NOW })

  it.each(['ascending', 'descending'] as const)('gives everybody once while people set it up, gain roles and sign in, %s', async (direction) => {
    let turn = 0
    const change = async () => {
      // Both somebody who was shown and somebody who is still to come.
      for (const userId of [ids[turn]!, ids[PEOPLE - 1 - turn]!]) {
        await world.must(
          organization.id,
          { kind: 'authenticator.add', authenticator: anAuthenticator({ userId, label: String(turn) }) },
          { kind: 'user.roles', userId, roleIds: [roles[turn % 4]!.id] },
          { kind: 'user.signed-in', userId, passwordEpoch: 0, factorEpoch: 0, at: NOW + turn },
        )
      }
      turn++
    }
    const rows = await walkPages(world, underOf(), { ...everybody, direction }, 3, change)
    expect(rows.map(({ userId }) => userId)).toEqual(direction === 'ascending' ? ids : ids.toReversed())
  })

  it('streams everybody once while people set it up', async () => {
    const streamed: string[] = []
    for await (const rows of world.store.streamEnrollment(underOf(), everybody)) {
      streamed.push(...rows.map(({ userId }) => userId))
      for (const userId of ids) await world.must(organization.id, { kind: 'authenticator.add', authenticator: anAuthenticator({ userId }) })
    }
    expect(streamed).toEqual(ids)
  })

  it('goes on where the last one shown was, when they are gone', async () => {
    const first = await world.store.listEnrollment(underOf(), everybody, { after: null, limit: 5 })
    await world.must(organization.id, { kind: 'user.deactivate', userId: ids[4]!, at: NOW }, { kind: 'user.deactivate', userId: ids[5]!, at: NOW })
    const second = await world.store.listEnrollment(underOf(), everybody, { after: first.next, limit: 5 })
    expect(second.rows.map(({ userId }) => userId)).toEqual(ids.slice(6, 11))
  })

  it('goes on in the next group when the last one shown was the last of theirs', async () => {
    const view: EnrollmentView = { ...everybody, sort: 'role' }
    const first = await world.store.listEnrollment(underOf(), view, { after: null, limit: PEOPLE / 2 })
    expect(new Set(first.rows.flatMap(({ roles }) => roles))).toEqual(new Set(['Aide']))
    for (const { userId } of first.rows) await world.must(organization.id, { kind: 'user.deactivate', userId, at: NOW })
    const second = await world.store.listEnrollment(underOf(), view, { after: first.next, limit: PEOPLE })
    expect(second.rows.map(({ userId }) => userId)).toEqual(ids.filter((_, n) => n % 2 === 0))
    expect(second.next).toBeNull()
  })

  it('has nobody of another organization, whatever the key and the filter', async () => {
    const other = await world.organization({ roles })
    const under = { ...underOf(), organizationId: other.id }
    const { next } = await world.store.listEnrollment(underOf(), everybody, { after: null, limit: 5 })
    for (const view of [everybody, { ...everybody, search: 'user' }, { ...everybody, status: 'overdue' as const }, { ...everybody, roleId: 'staff' }]) {
      for (const after of [null, next]) {
        expect(await world.store.listEnrollment(under, view, { after, limit: 5 })).toEqual({ rows: [], next: null, isCut: false })
      }
    }
    for await (const rows of world.store.streamEnrollment(under, everybody)) expect(rows).toEqual([])
  })

  it('finds people by the start of any word, without accents and case', async () => {
    const [zoe, lee] = [await world.user(organization, { name: 'Zoë O’Brien', email: 'z.brien@harbor.org' }), await world.user(organization, { name: 'Bo Lee', email: null })]
    const found = async (search: string) => (await world.store.listEnrollment(underOf(), { ...everybody, search }, { after: null, limit: 50 })).rows.map(({ userId }) => userId)
    expect(await found('ZOE')).toEqual([zoe.id])
    expect(await found(' brie  zo ')).toEqual([zoe.id])
    expect(await found('z.brien@harbor')).toEqual([zoe.id])
    expect(await found('le')).toEqual([lee.id])
    expect(await found('oe')).toEqual([])
    expect(await found('zoe lee')).toEqual([])
    expect(await found('@')).toEqual([])
    expect(await found('%')).toEqual([])
    expect(await found('user 00')).toEqual(ids.slice(0, 10))
    await world.must(organization.id, { kind: 'user.save', user: { ...zoe, name: 'Zelda' }, at: NOW })
    expect(await found('zoe')).toEqual([])
    expect(await found('zel')).toEqual([zoe.id])
    await world.must(organization.id, { kind: 'user.deactivate', userId: zoe.id, at: NOW })
    expect(await found('zel')).toEqual([])
  })

  it('says when a search finds more than a thousand', async () => {
    const search = async (more: number) => {
      const users = await world.db.selectFrom('nightlatch_user').selectAll().where('id', '=', ids[0]!).execute()
      const copies = Array.from({ length: more }, (_, n) => ({ ...users[0]!, id: `copy-${more}-${n}`, user_name_key: `copy-${organization.id}-${more}-${n}`, email_key: null, name_key: `user\tcopy-${more}-${n}` }))
      for (let start = 0; start < more; start += 200) {
        const some = copies.slice(start, start + 200)
        await world.db.insertInto('nightlatch_user').values(some).execute()
        await world.db.insertInto('nightlatch_user_word').values(some.map(({ id }) => ({ organization_id: organization.id, word: 'copied', user_id: id }))).execute()
      }
      const view: EnrollmentView = { ...everybody, search: 'copi' }
      const { isCut } = await world.store.listEnrollment(underOf(), view, { after: null, limit: 25 })
      return [(await walkPages(world, underOf(), view, 200)).length, isCut]
    }
    expect(await search(1_000)).toEqual([1_000, false])
    expect(await search(1)).toEqual([1_000, true])
  })
})
