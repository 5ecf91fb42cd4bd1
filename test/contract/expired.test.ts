import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Schema } from '../../src/store/schema.ts'
import { aChallenge, aDevice, anId, aOneTimeToken, aSession, aText, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

const DAY = 24 * 3_600

describe.each(testDatabases)('housekeeping on %s', (name) => {
  let world: TestStore
  beforeAll(async () => {
    world = await openStore(name)
  })
  afterAll(() => world.close())

  it('removes what is over in every organization, and nothing before', async () => {
    for (let n = 0; n < 2; n++) {
      const organization = await world.organization()
      const { id: userId } = await world.user(organization)
      const expiresAt = NOW + DAY
      await world.must(
        organization.id,
        { kind: 'challenge.open', challenge: aChallenge({ userId, expiresAt }) },
        { kind: 'one-time-token.issue', token: aOneTimeToken({ userId, expiresAt }) },
        { kind: 'session.open', session: aSession({ userId, expiresAt }) },
        { kind: 'step-up.record', sessionId: anId(), userId, factorEpoch: 0, at: NOW },
        { kind: 'text.reserve', text: aText({ userId, at: NOW - 7 * DAY }) },
      )
    }
    const token = aOneTimeToken({ purpose: 'first-administrator', organizationId: null, userId: null, expiresAt: NOW + DAY })
    await world.must(null, { kind: 'one-time-token.issue', token })
    await world.store.spendPasswordTry({ placeKey: 'place', accountKey: 'account', at: NOW })

    await world.store.deleteExpired(NOW + DAY - 1)
    expect(await counts()).toEqual([2, 3, 2, 2, 2, 2])
    await world.store.deleteExpired(NOW + DAY)
    expect(await counts()).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('removes what was used or is not used any more, long after anybody asks about it', async () => {
    const organization = await world.organization()
    const { id: userId } = await world.user(organization)
    const token = aOneTimeToken({ userId, expiresAt: NOW + 1_000 * DAY })
    const device = aDevice({ userId, lastUsedAt: NOW })
    const pass = { id: anId(), userId, sealedHash: 'x', issuedBy: anId(), expiresAt: NOW, at: NOW }
    await world.must(
      organization.id,
      { kind: 'one-time-token.issue', token },
      { kind: 'one-time-token.use', id: token.id, purpose: token.purpose, at: NOW },
      { kind: 'refusal.note', userId, route: 'GET /admin', since: NOW, at: NOW },
      { kind: 'recovery-pass.issue', ...pass },
      { kind: 'device.remember', device },
    )
    const sums = { sent: 1, delivered: 0, used: 0, failed: 0, refused: 0, segments: 1, cost_micros: 0, charged: 0, listed: 0 }
    await world.db.insertInto('nightlatch_sms_day').values({ organization_id: organization.id, day: Math.floor(NOW / DAY), country: 'GB', provider: '', currency: '', ...sums }).execute()

    const kept = ['one_time_token', 'refusal', 'recovery_pass', 'device', 'sms_day'] as const
    const after: [days: number, left: number[]][] = [[1, [0, 0, 1, 1, 1]], [7, [0, 0, 0, 1, 1]], [400, [0, 0, 0, 0, 1]], [401, [0, 0, 0, 0, 0]]]
    await world.store.deleteExpired(NOW + DAY - 1)
    expect(await counts(kept)).toEqual([1, 1, 1, 1, 1])
    for (const [days, left] of after) {
      await world.store.deleteExpired(NOW + days * DAY)
      expect([days, await counts(kept)]).toEqual([days, left])
    }
  })

  it('goes on until no batch is full', async () => {
    const organization = await world.organization()
    const { id: userId } = await world.user(organization)
    await world.must(
      organization.id,
      ...Array.from({ length: 1_100 }, () => ({ kind: 'challenge.open' as const, challenge: aChallenge({ userId, expiresAt: NOW }) })),
    )
    await world.store.deleteExpired(NOW)
    expect((await counts())[0]).toBe(0)
  })

  type Table = keyof Schema extends infer Name ? (Name extends `nightlatch_${infer Short}` ? Short : never) : never

  function counts(tables: readonly Table[] = ['challenge', 'one_time_token', 'session', 'step_up', 'sms_delivery', 'password_try']): Promise<number[]> {
    return Promise.all(
      tables.map(async (table) => {
        const name: keyof Schema = `nightlatch_${table}`
        const { count } = await world.db
          .selectFrom(name)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        return count
      }),
    )
  }
})
