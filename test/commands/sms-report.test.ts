import { afterAll, expect, it } from 'vitest'
import { openStore } from '../contract/open-store.ts'
import { aText } from '../support/builders.ts'
import { aFolder, start } from '../support/programs.ts'

const world = await openStore('sqlite')
afterAll(() => world.close())

it('nightlatch sms-report prints what texts did and cost, of whom no cost is known, and ends well', async () => {
  const organization = await world.organization()
  const { id: userId } = await world.user(organization)
  const at = Math.floor(Date.now() / 1000) // the program has the clock of the machine
  for (const [provider, cost] of [['vonage', { micros: 33_300, currency: 'EUR' }], ['twilio', null]] as const) {
    const text = aText({ userId, at })
    await world.must(organization.id, { kind: 'text.reserve', text }, { kind: 'text.sent', id: text.id, provider, providerMessageId: text.id, segments: 1, cost, at })
  }
  const program = await start('cli', { folder: await aFolder(), words: ['sms-report', '--days', '2'], settings: { DATABASE_URL: world.url } })
  expect(await program.exit).toBe(0)
  const lines = program.printed().trimEnd().split('\n').map((line) => line.split(/ {2,}/))
  expect(lines).toEqual([
    ['organization', 'country', 'provider', 'sent', 'delivered', 'used', 'failed', 'refused', 'segments', 'cost', 'cost known of', 'by price list'],
    expect.arrayContaining(['twilio', '1', '-']),
    expect.arrayContaining(['vonage', '1', '0.0333 EUR']),
  ])
  expect(lines.map((line) => line.at(-2)).slice(1)).toEqual(['0', '1'])
})
