import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Schema } from '../../src/store/schema.ts'
import { aChallenge, anId, aOneTimeToken, aSession, aText, NOW } from '../support/builders.ts'
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

  function counts(): Promise<number[]> {
    const tables = ['challenge', 'one_time_token', 'session', 'step_up', 'sms_delivery', 'password_try'] as const
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
