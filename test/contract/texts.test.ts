import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '../../src/engine/changes.ts'
import type { Organization, User } from '../../src/engine/model.ts'
import type { TextCost, TextReservation } from '../../src/engine/texts.ts'
import { aText, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

const at = NOW
const MINUTE = 60
const DAY = 24 * 60 * 60
const usd = (micros: number) => ({ micros, currency: 'USD' })

describe.each(testDatabases)('texts on %s', (name) => {
  let world: TestStore
  let organization: Organization
  let user: User

  beforeAll(async () => {
    world = await openStore(name)
  })
  beforeEach(async () => {
    organization = await world.organization()
    user = await world.user(organization)
  })
  afterAll(() => world.close())

  async function reserved(facts: Partial<TextReservation> = {}): Promise<TextReservation> {
    const text = aText({ userId: user.id, ...facts })
    await world.must(organization.id, { kind: 'text.reserve', text })
    return text
  }

  const sentBy = (text: TextReservation): Change => ({ kind: 'text.sent', id: text.id, provider: 'one', providerMessageId: `m-${text.id}`, segments: 1, cost: null, at })

  async function days() {
    const rows = await world.db.selectFrom('nightlatch_sms_day').selectAll().where('organization_id', '=', organization.id).orderBy('currency').execute()
    return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key, value]) => key !== 'organization_id' && key !== 'day' && value !== 0 && value !== '')))
  }

  it('are found by their receipt, which is believed once', async () => {
    const text = await reserved({ challengeId: 'challenge' })
    await world.must(organization.id, sentBy(text))
    const found = { id: text.id, organizationId: organization.id, userId: user.id, challengeId: 'challenge', sentAt: text.at }
    expect(await world.store.findTextOfReceipt('one', text.id)).toEqual({ ...found, state: 'sent' })
    expect(await world.store.findTextOfReceipt('two', text.id)).toBeNull()

    const receipt = { kind: 'text.receipt' as const, id: text.id, provider: 'one', failure: null, segments: 2, cost: usd(7_500), at }
    for (const state of ['delivered', 'delivered', 'sent', 'failed'] as const) await world.must(organization.id, { ...receipt, state })
    expect(await world.store.findTextOfReceipt('one', text.id)).toEqual({ ...found, state: 'delivered' })
    const under = { country: 'DE', provider: 'one' }
    expect(await days()).toEqual([
      { ...under, sent: 1, delivered: 1, segments: 2 },
      { ...under, currency: 'USD', cost_micros: 7_500, charged: 1 },
    ])
  })

  describe('of a price list', () => {
    const under = { country: 'DE', provider: 'one' }
    const listed = (text: TextReservation, price: TextCost | null = usd(7_900), segments: number | null = 1): Change => ({ kind: 'text.sent', id: text.id, provider: 'one', providerMessageId: null, segments, cost: null, price, at })
    const receipt = (text: TextReservation, cost: TextCost | null, segments: number | null = null): Change => ({ kind: 'text.receipt', id: text.id, provider: 'one', state: 'delivered', failure: null, segments, cost, at })
    const counts = async () => (await world.store.textSums(organization.id, 0)).map(({ sent, charged, listed, costs }) => ({ sent, charged, listed, costs }))

    it('cost their segments times the price from the moment they are taken, one where nobody counts them', async () => {
      await world.must(organization.id, listed(await reserved(), usd(7_900), 3), listed(await reserved(), usd(100), null), listed(await reserved(), null))
      expect(await days()).toEqual([
        { ...under, sent: 3, segments: 4 },
        { ...under, currency: 'USD', cost_micros: 3 * 7_900 + 100, charged: 2, listed: 2 },
      ])
      const text = await reserved()
      await world.must(organization.id, listed(text), receipt(text, null, 2), receipt(text, null, 2))
      expect(await counts()).toEqual([{ sent: 4, charged: 3, listed: 3, costs: [usd(5 * 7_900 + 100)] }])
    })

    it('cost what their provider tells instead, in its own currency, and never both', async () => {
      const [told, toldTwice, toldFirst, untold] = [await reserved(), await reserved(), await reserved(), await reserved()]
      const euros = { micros: 33_300, currency: 'EUR' }
      await world.must(organization.id, listed(told), receipt(told, euros), receipt(told, null, 2))
      expect(await counts()).toEqual([{ sent: 1, charged: 1, listed: 0, costs: [euros] }]) // and no word of 0 dollars
      await world.must(organization.id, listed(toldTwice), receipt(toldTwice, usd(5_000)), receipt(toldTwice, usd(6_000)), receipt(toldTwice, euros))
      await world.must(organization.id, receipt(toldFirst, euros), listed(toldFirst))
      await world.must(organization.id, listed(untold))
      expect(await counts()).toEqual([{ sent: 4, charged: 4, listed: 1, costs: expect.arrayContaining([{ micros: 66_600, currency: 'EUR' }, usd(13_900)]) }])
    })

    it('cost nothing when nobody took them, nor does a code by e-mail', async () => {
      const [failed, mailed] = [await reserved(), await reserved({ channel: 'mail', pool: 'none', country: '' })]
      await world.must(organization.id, { kind: 'text.failed', id: failed.id, provider: 'one', failure: 'unreachable', at }, listed(mailed, null))
      expect(await days()).toEqual([{ ...under, failed: 1 }])
    })

    it('add up exactly while many are sent and told of at once', async () => {
      const texts = await Promise.all(Array.from({ length: 12 }, () => reserved()))
      await Promise.all(texts.slice(0, 6).map((text) => world.must(organization.id, listed(text))))
      const euros = { micros: 1, currency: 'EUR' }
      await Promise.all(texts.map((text, n) => world.must(organization.id, n < 6 ? receipt(text, euros) : listed(text))))
      expect(await counts()).toEqual([{ sent: 12, charged: 12, listed: 6, costs: expect.arrayContaining([{ micros: 6, currency: 'EUR' }, usd(6 * 7_900)]) }])
    })
  })

  it('stay delivered when the receipt is quicker than our own note of sending, and count as any other', async () => {
    const text = await reserved()
    await world.must(organization.id, { kind: 'text.receipt', id: text.id, provider: 'one', state: 'delivered', failure: null, segments: 2, cost: usd(7_500), at }, sentBy(text))
    expect((await world.store.findTextOfReceipt('one', text.id))?.state).toBe('delivered')
    expect(await world.store.textSums(organization.id, 0)).toMatchObject([{ provider: 'one', sent: 1, delivered: 1, segments: 2, charged: 1, listed: 0, costs: [usd(7_500)] }])
  })

  it('are no failure any more when they arrive after all', async () => {
    const text = await reserved()
    const receipt = { kind: 'text.receipt' as const, id: text.id, provider: 'one', failure: null, segments: null, cost: null, at }
    await world.must(organization.id, sentBy(text), { ...receipt, state: 'failed', failure: 'absent' }, { ...receipt, state: 'delivered' })
    expect(await days()).toEqual([{ country: 'DE', provider: 'one', sent: 1, delivered: 1, segments: 1 }])
  })

  it('count on the day they were reserved, by country and provider; codes by e-mail do not', async () => {
    const challengeId = 'challenge'
    const [taken, refused, mailed] = [await reserved({ challengeId }), await reserved({ country: 'LV' }), await reserved({ channel: 'mail', pool: 'none', country: '' })]
    await world.must(
      organization.id,
      sentBy(taken),
      sentBy(mailed),
      { kind: 'text.failed', id: refused.id, provider: null, failure: 'unreachable', at },
      { kind: 'text.refused', country: 'LV', at },
      { kind: 'text.used', challengeId, at: at + DAY },
      { kind: 'text.used', challengeId, at: at + DAY },
      { kind: 'text.used', challengeId: 'another', at },
    )
    expect(new Set(await days())).toEqual(
      new Set([
        { country: 'DE', provider: 'one', sent: 1, used: 1, segments: 1 },
        { country: 'LV', failed: 1, refused: 1 },
      ]),
    )
  })

  it('have room in a budget again as time goes by, and the refusal says when', async () => {
    const budgets = [{ of: 'user', counts: 'all', seconds: 60 * MINUTE, limit: 2 }] as const
    await reserved({ budgets })
    await reserved({ budgets, at: at + MINUTE })
    const third = (sentAt: number) => aText({ userId: user.id, budgets, at: sentAt })
    expect(await world.store.textRefusal(organization.id, third(at + 59 * MINUTE))).toEqual({ kind: 'budget', of: 'user', until: at + 60 * MINUTE })
    expect(await world.store.commit(organization.id, [{ kind: 'text.reserve', text: third(at + 60 * MINUTE - 1) }])).toBe('text.reserve')
    await world.must(organization.id, { kind: 'text.reserve', text: third(at + 60 * MINUTE) })
  })

  it('do not count against what is for unused ones once their code was used', async () => {
    const budgets = [{ of: 'pool', counts: 'unused', seconds: DAY, limit: 1 }] as const
    await reserved({ budgets, challengeId: 'challenge' })
    expect(await world.store.textRefusal(organization.id, aText({ budgets }))).toMatchObject({ of: 'pool' })
    await world.must(organization.id, { kind: 'text.used', challengeId: 'challenge', at })
    await reserved({ budgets })
  })

  it('to new numbers take nothing from those to proved ones, nor does another organization', async () => {
    const other = await world.organization()
    const [text, { id: userId }] = [await reserved({ pool: 'new' }), await world.user(other)]
    for (const of of ['prefix', 'address', 'pool'] as const) {
      const same = { ...text, budgets: [{ of, counts: 'unused' as const, seconds: DAY, limit: 1 }] }
      expect(await world.store.textRefusal(organization.id, same)).toMatchObject({ of })
      expect(await world.store.textRefusal(organization.id, { ...same, pool: 'proved' })).toBeNull()
      expect(await world.store.textRefusal(other.id, { ...same, userId })).toBeNull()
    }
  })

  describe('to one prefix', () => {
    const prefixHashes = ['prefix']
    const alarm = { since: at, settledBefore: at + 5 * MINUTE, texts: 4, numbers: 3, usedPercent: 50 }
    const next = () => aText({ pool: 'new', prefixHashes, alarm, at: at + 6 * MINUTE })

    /** Four texts to three numbers, of which so many were used. */
    async function four(used: number, facts: Partial<TextReservation> = {}) {
      for (const n of [1, 2, 3, 4]) {
        const challengeId = `challenge-${n}`
        await reserved({ pool: 'new', prefixHashes, numberHashes: [`${n % 3}`], challengeId, at: at + n, ...facts })
        if (n <= used) await world.must(organization.id, { kind: 'text.used', challengeId, at })
      }
    }

    it('give alarm when hardly any is used', async () => {
      await four(1)
      expect(await world.store.textRefusal(organization.id, next())).toEqual({ kind: 'alarm', texts: 4, used: 1 })
      expect(await world.store.commit(organization.id, [{ kind: 'text.reserve', text: { ...next(), userId: user.id } }])).toBe('text.reserve')
    })

    it.each<[string, () => Promise<void>]>([
      ['enough are used', () => four(2)],
      ['they are to few numbers', () => four(0, { numberHashes: ['one'] })],
      ['their codes may still be used', () => four(0, { at: at + 5 * MINUTE + 1 })],
      ['they are from before', () => four(0, { at: at - 1 })],
      ['they were to numbers that are proved', () => four(0, { pool: 'proved' })],
    ])('give none when %s', async (_, given) => {
      await given()
      expect(await world.store.textRefusal(organization.id, next())).toBeNull()
    })

    it('give none when no provider took them', async () => {
      await four(0)
      const rows = await world.db.selectFrom('nightlatch_sms_delivery').select('id').where('organization_id', '=', organization.id).execute()
      await world.must(organization.id, ...rows.map(({ id }) => ({ kind: 'text.failed' as const, id, provider: null, failure: 'unreachable', at })))
      expect(await world.store.textRefusal(organization.id, next())).toBeNull()
    })

    it('end with a stop, and begin anew when it is lifted', async () => {
      await four(0)
      const stop = { id: `stop-${organization.id}`, prefixHash: 'prefix', pool: 'new' as const, country: 'LV', label: '', why: 'hardly-used' as const, texts: 4, used: 0, since: at + MINUTE }
      await world.must(organization.id, { kind: 'text.stop', stop })
      expect(await world.store.textRefusal(organization.id, next())).toEqual({ kind: 'stopped' })
      expect(await world.store.textRefusal(organization.id, { ...next(), pool: 'proved' })).toBeNull()
      await world.must(organization.id, { kind: 'text.lift', id: stop.id, liftedBy: user.id, at: at + 5 * MINUTE })
      expect(await world.store.textRefusal(organization.id, next())).toBeNull()
    })
  })
})
