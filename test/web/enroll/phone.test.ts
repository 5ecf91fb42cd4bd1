import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { backupCodesIn, isSignedIn, methodsOf, textedCode } from './setting-up.ts'

const server = await startTestServer('sqlite', { settings: { SMS_COUNTRIES: 'gb,DE' } })

async function arrive() {
  const organization = await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })
  const ann = await organization.person()
  const browser = openHttpPerson(server)
  await browser.givePassword(ann)
  const page = await browser.open('/set-up/phone')
  return { ann, browser, page }
}

describe('entering a phone number', () => {
  it('begins with the country of the organization', async () => {
    const { page } = await arrive()
    expect(page.body).toMatch(/<option value="GB" selected[^>]*>United Kingdom \(\+44\)/)
  })

  it.each([
    ['', 'Enter your mobile phone number.'],
    ['07400', 'too short'],
    ['07400 123456 7890 123', 'too long'],
    ['call me', 'look like a phone number'],
    ['020 7946 0018', 'receive texts'],
    ['0909 879 0000', 'charges for them'],
  ])('keeps %j as it was typed, and says what is wrong with it', async (phone, why) => {
    const { browser } = await arrive()
    const texts = server.standalone.inbox?.texts().length
    const page = await browser.post('/set-up/phone', { country: 'GB', phone })
    expect(page.status).toBe(422)
    expect(page.body).toContain(why)
    expect(page.body).toContain(`value="${phone}"`)
    expect(server.standalone.inbox?.texts().length).toBe(texts)
  })

  it('takes the international form of another country, and shows it back in full in that answer alone', async () => {
    const { browser } = await arrive()
    const page = await browser.post('/set-up/phone', { country: 'GB', phone: '+49 1512 3456789' })
    expect(page.body).toContain('+49\u00a01512\u00a03456789')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    const later = await browser.open('/set-up/phone/confirm')
    expect(later.body).toMatch(/<input[^>]*autocomplete="one-time-code"[^>]*data-code="texted"/)
    expect(later.body).toContain('your phone ending in 89')
    expect(later.body).not.toContain('3456789')
  })

  it('takes no number of a country that texts may not go to, and offers no other country', async () => {
    const { browser } = await arrive()
    const before = server.standalone.inbox?.texts().length
    const page = await browser.post('/set-up/phone', { country: 'GB', phone: '+371 20 012 345' })
    expect(page.status).toBe(422)
    expect(page.body).toContain('sent to numbers of that country from here')
    expect(page.body).toContain('Where texts can go: Germany and United Kingdom.')
    expect(page.body).not.toContain('(+371)')
    expect(server.standalone.inbox?.texts().length).toBe(before)
  })

  it('can be done again without starting over: only the last number counts', async () => {
    const { ann, browser } = await arrive()
    await browser.post('/set-up/phone', { country: 'GB', phone: '07400 123457' })
    const first = textedCode(server)
    await browser.open('/set-up/phone')
    await browser.post('/set-up/phone', { country: 'GB', phone: ann.phone })
    expect(server.standalone.inbox?.texts()[0]?.to).toBe(ann.phone)
    const second = textedCode(server)
    expect(first).toMatch(/^\d{6}$/)
    expect((await browser.post('/set-up/phone/confirm', { code: second })).status).toBe(200)
  })
})

describe('proving a phone number', () => {
  it('turns it on with the texted code, and shows the backup codes', async () => {
    const { ann, browser } = await arrive()
    await browser.post('/set-up/phone', { country: 'GB', phone: ann.phone })
    expect(await methodsOf(server, ann)).toEqual([])
    const page = await browser.post('/set-up/phone/confirm', { code: textedCode(server) })
    expect(backupCodesIn(page)).toHaveLength(10)
    expect(await methodsOf(server, ann)).toEqual(['sms'])
    expect(isSignedIn(browser)).toBe(true)
  })

  it('sends a new code after the wait, and says so only when it did', async () => {
    const { ann, browser } = await arrive()
    await browser.post('/set-up/phone', { country: 'GB', phone: ann.phone })
    const early = await browser.submit('/set-up/phone/resend')
    expect(early.body).not.toContain('We sent a new code')
    server.clock.advance(30)
    const later = await browser.submit('/set-up/phone/resend')
    expect(later.body).toContain('We sent a new code')
    expect((await browser.post('/set-up/phone/confirm', { code: textedCode(server) })).status).toBe(200)
  })

  it('says that a text could not be sent, and does not claim that it was', async () => {
    const { ann, browser } = await arrive()
    const { channels } = server.standalone.ports
    const working = channels.sms
    channels.sms = { send: () => Promise.reject(new Error('The provider is down')) }
    try {
      const page = await browser.post('/set-up/phone', { country: 'GB', phone: ann.phone })
      expect(page.body).toContain('The text couldn&#39;t be sent to that number')
      expect(page.body).not.toContain('We sent a 6-digit code')
    } finally {
      if (working !== undefined) channels.sms = working
    }
  })

  it('sends somebody without a number back to where it is entered', async () => {
    const { browser } = await arrive()
    expect((await browser.open('/set-up/phone/confirm')).title).toContain('Add your mobile phone')
    expect((await browser.post('/set-up/phone/resend')).location).toBe('/set-up/phone')
  })
})
