import { openHttpPerson } from '../support/http-person.ts'
import type { TestPerson, TestServer } from '../support/test-server.ts'

const ASKED_EACH = 10 // by one account, as many as it may have in an hour
const BLOCK = 50 // adjacent numbers
const AT_ONCE = 8
export const ORDINARY = 8

/**
 * Accounts whose passwords somebody has ask for texts to adjacent numbers, each
 * account from an address of its own, while ordinary people sign in by text.
 */
export async function pump(server: TestServer, requests: number) {
  const { store, ports } = server.standalone
  const organization = await server.organization({ requiredSince: 1, graceDays: 0 })
  const stolen: TestPerson[] = []
  for (let n = 0; n < requests / ASKED_EACH; n += 1) stolen.push(await organization.person({ name: 'Stolen Account' }))
  const ordinary: TestPerson[] = []
  for (let n = 0; n < ORDINARY; n += 1) ordinary.push(await organization.person({ name: 'Ann Ordinary', enrolled: ['sms'] }))

  let signedIn = 0
  const attack = stolen.map((account, n) => async () => {
    const browser = openHttpPerson(server, { headers: { 'x-forwarded-for': `198.51.${100 + Math.floor(n / 250)}.${n % 250}` } })
    await browser.givePassword(account)
    for (let asked = 0; asked < ASKED_EACH; asked += 1) {
      const { status } = await browser.post('/set-up/phone', { country: 'GB', phone: adjacent(n * ASKED_EACH + asked) })
      if (status !== 200) throw new Error(`answered ${status}`)
    }
  })
  const every = Math.floor(attack.length / ORDINARY)
  ordinary.forEach((person, n) => attack.splice(n * (every + 1), 0, async () => {
    if (await signInByText(server, person)) signedIn += 1
  }))
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let next = attack.shift(); next !== undefined; next = attack.shift()) await next()
  }))

  const sums = await store.textSums(organization.id, Math.floor(ports.clock() / 86_400))
  const total = (name: 'sent' | 'used' | 'refused') => sums.reduce((sum, each) => sum + each[name], 0)
  return { sent: total('sent') - ORDINARY, refused: total('refused'), used: total('used'), signedIn }
}

async function signInByText(server: TestServer, person: TestPerson): Promise<boolean> {
  const browser = openHttpPerson(server, { headers: { 'x-forwarded-for': '192.0.2.44' } })
  await browser.givePassword(person)
  const text = server.standalone.inbox?.texts().find(({ to }) => to === person.phone)
  await browser.submit('/verify', { code: /\b\d{6}\b/.exec(text?.body ?? '')?.[0] ?? '' })
  return browser.cookies.has('nightlatch-session')
}

/** +44 7400 20 0000, +44 7400 20 0001, and so on, a block after the other. */
function adjacent(n: number): string {
  return `+447400${String(20 + (Math.floor(n / BLOCK) % 60)).padStart(2, '0')}${String(Math.floor(n / BLOCK / 60) * BLOCK + (n % BLOCK)).padStart(4, '0')}`
}
