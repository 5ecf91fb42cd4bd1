import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anId, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

describe.each(testDatabases)('tries of a password on %s', (name) => {
  let world: TestStore
  let place: { placeKey: string; accountKey: string }

  beforeAll(async () => {
    world = await openStore(name)
  })
  beforeEach(() => {
    place = { placeKey: `place-${anId()}`, accountKey: `account-${anId()}` }
  })
  afterAll(() => world.close())

  const spend = (facts: Partial<Parameters<TestStore['store']['spendPasswordTry']>[0]> = {}) =>
    world.store.spendPasswordTry({ ...place, at: NOW, ...facts })
  const countOf = async (key: string) =>
    (await world.db.selectFrom('nightlatch_password_try').select('count').where('key', '=', key).executeTakeFirst())?.count

  it('are ten for one place, of thirty at once', async () => {
    const tries = await Promise.all(Array.from({ length: 30 }, () => spend()))
    expect(tries.filter(({ kind }) => kind === 'spent')).toHaveLength(10)
    expect(await spend()).toEqual({ kind: 'wait', until: NOW + 30 })
    // A refusal by the place cost the account nothing.
    expect(await countOf(place.accountKey)).toBe(10)
  })

  it('are a hundred for one account, from however many places', async () => {
    const tries = await Promise.all(Array.from({ length: 120 }, (_, n) => spend({ placeKey: `${place.placeKey} ${n % 40}` })))
    expect(tries.filter(({ kind }) => kind === 'spent')).toHaveLength(100)
    expect(await spend({ placeKey: `${place.placeKey} new` })).toEqual({ kind: 'wait', until: NOW + 3_600 })
    expect(await countOf(`${place.placeKey} new`)).toBeUndefined()
    expect(await spend({ placeKey: 'known device', accountKey: null })).toEqual({ kind: 'spent' })
  })

  it('of a place are forgotten after the right password, and one is given back to the account', async () => {
    const organization = await world.organization()
    for (let n = 0; n < 4; n++) await spend()
    await world.must(organization.id, { kind: 'password-try.forgive', ...place })
    expect(await countOf(place.placeKey)).toBeUndefined()
    expect(await countOf(place.accountKey)).toBe(3)
    for (let n = 0; n < 4; n++) await world.must(organization.id, { kind: 'password-try.forgive', ...place })
    expect(await countOf(place.accountKey)).toBe(0)
  })

  it('do not deadlock with what forgives them', async () => {
    const organization = await world.organization()
    const forgive = { kind: 'password-try.forgive' as const, placeKey: 'z', accountKey: 'a' }
    const both = Array.from({ length: 20 }, () => [spend({ placeKey: 'z', accountKey: 'a' }), world.must(organization.id, forgive)])
    await expect(Promise.all(both.flat())).resolves.toHaveLength(40)
  })

  it('let one of twenty requests for a reset link through', async () => {
    const key = `reset-${anId()}`
    const placeKey = `place-${anId()}`
    const requests = await Promise.all(Array.from({ length: 20 }, () => world.store.spendResetRequest({ key, placeKey, at: NOW })))
    expect(requests.filter(Boolean)).toHaveLength(1)
    expect(await world.store.spendResetRequest({ key, placeKey, at: NOW + 86_400 })).toBe(true)
  })
})
