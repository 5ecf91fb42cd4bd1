import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../src/engine/model.ts'
import { aNotice, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

describe.each(testDatabases)('the outbox on %s', (name) => {
  let world: TestStore
  let notices: Notice[]

  beforeAll(async () => {
    world = await openStore(name)
  })
  beforeEach(async () => {
    await world.db.deleteFrom('nightlatch_outbox').execute()
    const organization = await world.organization()
    const user = await world.user(organization)
    const of = { organizationId: organization.id, userId: user.id }
    notices = [0, 1, 2].map((n) => aNotice({ ...of, at: NOW + n, data: { n } }))
    await world.must(organization.id, ...notices.map((notice) => ({ kind: 'outbox.add' as const, notice })))
  })
  afterAll(() => world.close())

  const first = () => notices[0]!
  const failedAt = (at: number) => ({ failure: 'not-now' as const, answer: '451 later', at })

  it('gives what is due, the oldest first, up to a limit', async () => {
    expect(await world.store.claimDue(NOW + 1, 9)).toEqual([
      { notice: notices[0], attempts: 1, since: NOW },
      { notice: notices[1], attempts: 1, since: NOW + 1 },
    ])
    expect(await world.store.claimDue(NOW + 9, 9)).toEqual([{ notice: notices[2], attempts: 1, since: NOW + 2 }])
  })

  it('gives each message to one of twenty senders', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => world.store.claimDue(NOW + 9, 2)))
    const ids = claims.flat().map(({ notice }) => notice.id)
    expect(new Set(ids).size).toBe(ids.length)
    // Who lost a row to another may have come away with less: the next look finds the rest.
    const rest = await world.store.claimDue(NOW + 9, 9)
    expect(ids.length + rest.length).toBe(3)
  })

  it('gives a message again when its sender said nothing for two minutes', async () => {
    await world.store.claimDue(NOW, 9)
    expect(await world.store.claimDue(NOW + 119, 9)).toHaveLength(2)
    expect(await world.store.claimDue(NOW + 120, 9)).toEqual([{ notice: first(), attempts: 2, since: NOW }])
  })

  it('holds nothing of a commit that was refused', async () => {
    const { organizationId, userId } = first()
    const refused = await world.store.commit(organizationId, [
      { kind: 'outbox.add', notice: aNotice({ organizationId, userId, at: NOW }) },
      { kind: 'user.unchanged', userId, passwordEpoch: 99, factorEpoch: 99 },
    ])
    expect(refused).toBe('user.unchanged')
    expect(await world.store.claimDue(NOW + 9, 9)).toHaveLength(notices.length)
  })

  it('gives a sent message never again', async () => {
    await world.store.claimDue(NOW, 9)
    await world.store.markSent(first().id, NOW)
    await world.store.markFailed(first().id, NOW, failedAt(NOW))
    expect((await world.store.claimDue(NOW + 999, 9)).map(({ notice }) => notice)).toEqual(notices.slice(1))
  })

  it('gives a failed message at the time that was asked for, and a dead one never', async () => {
    await world.store.claimDue(NOW, 9)
    await world.store.markFailed(first().id, NOW + 30, failedAt(NOW))
    const again = await world.store.claimDue(NOW + 30, 9)
    expect(again.find(({ notice }) => notice.id === first().id)).toEqual({ notice: first(), attempts: 2, since: NOW })

    await world.store.markFailed(first().id, null, failedAt(NOW + 31))
    const later = await world.store.claimDue(NOW + 9_999, 9)
    expect(later.map(({ notice }) => notice.id)).not.toContain(first().id)
    const dead = await world.db.selectFrom('nightlatch_outbox').select('id').where('dead_at', '=', NOW + 31).execute()
    expect(dead).toEqual([{ id: first().id }])
  })
})
