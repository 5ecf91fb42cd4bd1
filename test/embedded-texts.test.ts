import { createHmac } from 'node:crypto'
import { Kysely } from 'kysely'
import { expect, it } from 'vitest'
import { builtInRoles } from '../src/accounts/roles.ts'
import { openDatabase } from '../src/databases/index.ts'
import { type SmsProvider, TextNotSent } from '../src/index.ts'
import type { Schema } from '../src/store/schema.ts'
import { smsDayQueries } from '../src/store/sms-days.ts'
import { openHttpPerson } from './support/http-person.ts'
import { startSecondHost } from './support/second-host.ts'

const password = 'seven-lanterns-harbour'
const KEY = 'the key that both sides know'
const taken: { by: string; to: string; body: string; reference: string }[] = []
let isPigeonHouseClosed = false

/** Providers of an application's own making, the first with receipts. */
const pigeons: SmsProvider = {
  name: 'pigeons',
  async send(text) {
    if (isPigeonHouseClosed) throw new TextNotSent('unavailable', 'the house is closed')
    taken.push({ by: 'pigeons', ...text })
    return { messageId: `pigeon-${taken.length}` }
  },
  readReceipt({ headers, body }) {
    if (headers.get('x-signature') !== signatureOf(body)) return null
    const { reference, state } = JSON.parse(body) as { reference: string; state: 'delivered' }
    return { reference, state, failure: null, segments: null, cost: null }
  },
}
const runners: SmsProvider = { name: 'runners', send: async (text) => void taken.push({ by: 'runners', ...text }) }

const host = await startSecondHost({ requiredSince: 1, graceDays: 0 }, { sms: [pigeons, runners], smsPrices: 'pigeons:GB=0.02 GBP' })

function signatureOf(body: string): string {
  return createHmac('sha256', KEY).update(body).digest('hex')
}

async function report(provider: string, reference: string, signature?: string) {
  const body = JSON.stringify({ reference, state: 'delivered' })
  return await fetch(`${host.url}/two-step/sms/receipts/${provider}`, { method: 'POST', headers: { 'x-signature': signature ?? signatureOf(body) }, body })
}

/** Somebody in set-up who has just given their number to the embedded pages. */
async function settingUp(userName: string, phone: string) {
  host.addUser({ name: 'Ann Example', userName, email: `${userName}@example.org`, roles: [builtInRoles.staff] }, password)
  const browser = openHttpPerson({ url: host.url, publicUrl: host.url })
  await browser.submit('/login', { user: userName, password })
  await browser.open('/two-step/set-up/phone')
  const page = await browser.post('/two-step/set-up/phone', { country: 'GB', phone })
  return { browser, page }
}

it('An application with providers of its own has them in order, and its mounted pages take their receipts and no others', async () => {
  const { browser } = await settingUp('ann', '07400 123001')
  expect(taken).toMatchObject([{ by: 'pigeons', to: '+447400123001', body: expect.stringContaining('Donor Desk') }])
  const [text] = taken
  const shown = async () => (await browser.open('/two-step/set-up/phone/confirm')).body
  expect(await shown()).toContain('data-delivery="/two-step/')
  expect((await report('pigeons', text!.reference, 'forged')).status).toBe(403)
  expect((await report('runners', text!.reference)).status).toBe(403) // they have none
  expect(await shown()).not.toContain('was delivered')
  expect((await report('pigeons', text!.reference)).status).toBe(204)
  expect(await shown()).toContain('The text was delivered to your phone.')
})

it('Its second provider stands in for the first, once', async () => {
  isPigeonHouseClosed = true
  await settingUp('bob', '07400 123002')
  expect(taken.filter(({ to }) => to === '+447400123002').map(({ by }) => by)).toEqual(['runners'])
  expect(host.logged).toContainEqual(expect.objectContaining({ facts: expect.objectContaining({ provider: 'pigeons', failure: 'unavailable' }) }))
  expect(JSON.stringify(host.logged.map(({ facts }) => facts))).not.toContain('7400123002')
})

it('Its texts cost what its price list says, where it names their provider', async () => {
  const database = await openDatabase(host.databaseUrl)
  const sums = await smsDayQueries(new Kysely<Schema>({ dialect: database.dialect })).textSums(host.organization.id, 0)
  await database.close()
  const costs = Object.fromEntries(sums.map(({ provider, costs }) => [provider, costs]))
  expect(costs).toMatchObject({ pigeons: [{ micros: 20_000, currency: 'GBP' }], runners: [] })
})
