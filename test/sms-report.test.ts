import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smsReport } from '../src/sms-report.ts'
import { aText, aTextStop, NOW } from './support/builders.ts'
import { testDatabases } from './support/test-databases.ts'
import { openStore, type TestStore } from './contract/open-store.ts'

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
        const cost = { micros: 7_500, currency: 'USD' }
        await world.must(organization.id, { kind: 'text.reserve', text }, { kind: 'text.sent', id: text.id, provider: 'twilio', providerMessageId: text.id, segments: 1, cost, at: NOW })
      }
    }
    await world.must(first.id, { kind: 'text.stop', stop: aTextStop() })
    const both = await report()
    expect(both.match(/DE {2,}twilio {2,}2 {2,}0 .* 0\.0150 USD {2,}2$/gm)).toHaveLength(2)
    expect(both).toContain('texts to +371 2001 •••• are stopped (1 of 20 were used)')
    expect(await report({ organizationId: second.id })).not.toContain('stopped')
    expect(await report({ organizationId: second.id, days: 3, asCsv: true })).toMatch(/"DE","twilio","3","0","0","0","0","3","0\.0225 USD","3"\r\n$/)
  })
})
