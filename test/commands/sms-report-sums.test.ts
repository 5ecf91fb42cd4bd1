import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smsReport } from '../../src/commands/sms-report.ts'
import { aText, aTextStop, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from '../contract/open-store.ts'

describe.each(testDatabases)('nightlatch sms-report on %s', (name) => {
  let world: TestStore
  beforeAll(async () => {
    world = await openStore(name)
  })
  afterAll(() => world.close())

  it('sums up the days that are asked for, of one organization or all, and names what is stopped', async () => {
    const report = (asked: { days?: number; organizationId?: string | null; asCsv?: boolean } = {}) =>
      smsReport(world.db, { days: 2, organizationId: null, asCsv: false, now: NOW, ...asked })
    expect(await report()).toBe('No texts in this time.\n')
    const [first, second] = [await world.organization(), await world.organization()]
    for (const organization of [first, second]) {
      const { id: userId } = await world.user(organization)
      for (const days of [0, 1, 2]) {
        const text = aText({ userId, at: NOW - days * 86_400 })
        const cost = days === 1 ? null : { micros: 7_500, currency: 'USD' }
        const price = { micros: 3_751, currency: 'USD' }
        await world.must(organization.id, { kind: 'text.reserve', text }, { kind: 'text.sent', id: text.id, provider: 'twilio', providerMessageId: text.id, segments: 2, cost, price, at: NOW })
      }
    }
    await world.must(first.id, { kind: 'text.stop', stop: aTextStop() })
    const both = await report()
    expect(both.match(/DE {2,}twilio {2,}2 {2,}0 .* 0\.015002 USD {2,}2 {2,}1$/gm)).toHaveLength(2)
    expect(both).toContain('\nEstimated by your price list (SMS_PRICES), for the provider told no price: the cost of 2 texts.\n')
    expect(both).toContain('texts to +371 2001 •••• are stopped (1 of 20 were used)')
    expect(await report({ organizationId: second.id })).not.toContain('stopped')
    expect(await report({ organizationId: second.id, days: 3, asCsv: true })).toMatch(/"DE","twilio","3","0","0","0","0","6","0\.022502 USD","3","1"\r\n$/)
  })
})
