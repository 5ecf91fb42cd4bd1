import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enrollmentStatus } from '../../src/engine/enrollment-status.ts'
import type { Authenticator, Organization } from '../../src/engine/model.ts'
import { settleGrace } from '../../src/store/enrollment/settle.ts'
import { testDatabases } from '../support/test-databases.ts'
import { anyUnder, anyView, expectedIds, fillWith, roles, type Somebody, sorts, statuses, underOf, walkPages } from './administration-people.ts'
import { openStore, type TestStore } from './open-store.ts'

const PEOPLE = 90
const everybody = { sort: 'name', direction: 'ascending', status: null, roleId: null, method: null, search: '' } as const

describe.each(testDatabases)('the enrollment list on %s', (name) => {
  let world: TestStore
  let organization: Organization
  let people: Somebody[]

  beforeAll(async () => {
    world = await openStore(name)
    organization = await world.organization({ roles })
    people = await fillWith(world, organization, PEOPLE, 7)
    await fillWith(world, await world.organization({ roles }), 30, 8)
  })
  afterAll(() => world.close())

  it('gives everybody the status that the rules give them', async () => {
    await fc.assert(
      fc.asyncProperty(anyUnder, async (facts) => {
        const under = underOf(organization.id, facts)
        const rows = await walkPages(world, under, everybody, 200)
        const expected = people
          .filter(({ user }) => user.deactivatedAt === null)
          .map(({ user, methods }) => ({
            userId: user.id,
            ...enrollmentStatus({ user, policy: under.policy, authenticators: methods.map((method) => ({ method })) as Authenticator[] }, under.now),
          }))
        const byId = (a: { userId: string }, b: { userId: string }) => (a.userId < b.userId ? -1 : 1)
        expect(rows.map(({ userId, status, until }) => ({ userId, status, until })).toSorted(byId)).toEqual(expected.toSorted(byId))
        for (const status of statuses) {
          const found = await walkPages(world, under, { ...everybody, status }, 200)
          const ids = found.map(({ userId }) => userId).toSorted()
          expect(ids).toEqual(expected.filter((each) => each.status === status).map(({ userId }) => userId).toSorted())
        }
      }),
      { numRuns: 20 },
    )
  }, 120_000)

  it('gives each row once and in order, page by page and as a stream, for every sort and filter', async () => {
    await fc.assert(
      fc.asyncProperty(anyUnder, anyView, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (facts, view, limit, isSettled) => {
        const under = underOf(organization.id, facts)
        if (isSettled) await settleGrace(world.db, under.now)
        const expected = expectedIds(people, under, view)
        const pages = await walkPages(world, under, view, limit)
        expect(pages.map(({ userId }) => userId)).toEqual(expected)
        const streamed: string[] = []
        for await (const rows of world.store.streamEnrollment(under, view)) streamed.push(...rows.map(({ userId }) => userId))
        expect(streamed).toEqual(expected)
      }),
      { numRuns: 100 },
    )
  }, 120_000)

  it('sorts both ways by every column', async () => {
    const under = underOf(organization.id, { requiredSince: -60, graceDays: 14, allowedMethods: ['totp'], later: 0 })
    for (const sort of sorts) {
      for (const direction of ['ascending', 'descending'] as const) {
        const view = { ...everybody, sort, direction }
        expect((await walkPages(world, under, view, 7)).map(({ userId }) => userId)).toEqual(expectedIds(people, under, view))
      }
    }
  })

  it('begins at the beginning for a key that is none of its own', async () => {
    const under = underOf(organization.id, { requiredSince: null, graceDays: 14, allowedMethods: ['totp'], later: 0 })
    const first = await world.store.listEnrollment(under, everybody, { after: null, limit: 3 })
    for (const after of ['', 'x', 'W10', Buffer.from('["",1e99,"a"]').toString('base64url'), Buffer.from('["\\u0000",1,"a"]').toString('base64url')]) {
      expect(await world.store.listEnrollment(under, everybody, { after, limit: 3 })).toEqual(first)
    }
  })
})
