import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { backupCodesIn, codeOf, isSignedIn, methodsOf, secretIn } from './setting-up.ts'

const server = await startTestServer()

async function arrive() {
  const organization = await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })
  const ann = await organization.person()
  const browser = openHttpPerson(server)
  await browser.givePassword(ann, '/my-security/devices')
  await browser.open('/set-up/choose')
  return { ann, browser, organization }
}

describe('setting up an authenticator app during a sign-in', () => {
  it('shows the QR code in the answer that made it, which nobody keeps', async () => {
    const { browser } = await arrive()
    const page = await browser.post('/set-up/choose', { method: 'totp' })
    expect(page.status).toBe(200)
    expect(secretIn(page)).toMatch(/^[A-Z2-7]{32}$/)
    expect(page.body).toContain('class="qr"')
    expect(page.body).toMatch(/<input[^>]*autocomplete="one-time-code"[^>]*data-code="app"/)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  })

  it('shows neither QR code nor secret in any later answer', async () => {
    const { browser } = await arrive()
    const secret = secretIn(await browser.post('/set-up/app')) ?? ''
    const later = [
      await browser.open('/set-up/app'),
      await browser.open('/set-up/choose'),
      await browser.post('/set-up/app/confirm', { code: '000000' }),
      await browser.post('/set-up/app/confirm', { code: '' }),
      await browser.post('/set-up/app/confirm', { code: codeOf(secret, server) }),
    ]
    for (const { body } of later) {
      expect(body).not.toContain(secret)
      expect(body).not.toContain('class="qr"')
      expect(body).not.toContain('otpauth:')
    }
    expect(later.map(({ status }) => status)).toEqual([200, 200, 422, 422, 200])
  })

  it('has nothing on, and nobody signed in, before a code has proved it', async () => {
    const { ann, browser } = await arrive()
    await browser.post('/set-up/app')
    await browser.post('/set-up/app/confirm', { code: '000000' })
    expect(await methodsOf(server, ann)).toEqual([])
    expect(isSignedIn(browser)).toBe(false)
    expect((await browser.open('/')).title).toContain('Sign in')
  })

  it('turns it on, signs in, and shows ten backup codes in that same answer', async () => {
    const { ann, browser } = await arrive()
    const secret = secretIn(await browser.post('/set-up/app'))
    const page = await browser.post('/set-up/app/confirm', { code: codeOf(secret, server) })
    expect(page.status).toBe(200)
    expect(backupCodesIn(page)).toHaveLength(10)
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await methodsOf(server, ann)).toEqual(['totp'])
    expect(isSignedIn(browser)).toBe(true)
    expect([...browser.cookies.keys()].some((name) => name.startsWith('nightlatch-device-'))).toBe(true)
    expect(browser.cookies.has('nightlatch-pending')).toBe(false)
  })

  it('leads from the codes to where the person was going, once they say that they have them', async () => {
    const { ann, browser } = await arrive()
    const secret = secretIn(await browser.post('/set-up/app'))
    const page = await browser.post('/set-up/app/confirm', { code: codeOf(secret, server) })
    const next = /name="next" value="([^"]*)"/.exec(page.body)?.[1] ?? ''
    const after = await browser.post('/my-security/backup-codes/saved', { next })
    expect(after.location).toBe('/my-security/devices')
    const person = await server.standalone.store.findPerson(ann.user.organizationId, ann.user.id)
    expect(person?.user.backupCodesSavedAt).toBe(server.clock.now())
  })

  it('gives the form on the codes page no power over any other', async () => {
    const { browser } = await arrive()
    const secret = secretIn(await browser.post('/set-up/app'))
    await browser.post('/set-up/app/confirm', { code: codeOf(secret, server) })
    const { formToken } = browser
    expect((await browser.post('/my-security/turn-off', { formToken })).status).toBe(403)
    expect((await browser.post('/sign-out', { formToken })).status).toBe(403)
  })

  it('does not show the codes again when the page is loaded again', async () => {
    const { browser } = await arrive()
    const secret = secretIn(await browser.post('/set-up/app'))
    const code = codeOf(secret, server)
    const before = browser.formToken
    await browser.post('/set-up/app/confirm', { code })
    const again = await browser.post('/set-up/app/confirm', { code, formToken: before })
    expect(again.status).toBe(403)
    expect(backupCodesIn(again)).toEqual([])
    expect((await browser.open('/set-up/app')).status).toBe(200)
  })

  it('takes no code of a QR code that was replaced', async () => {
    const { ann, browser } = await arrive()
    const first = secretIn(await browser.post('/set-up/app'))
    const second = secretIn(await browser.post('/set-up/app'))
    expect(second).not.toBe(first)
    expect((await browser.post('/set-up/app/confirm', { code: codeOf(first, server) })).status).toBe(422)
    expect(await methodsOf(server, ann)).toEqual([])
  })

  it('stops after five wrong codes, and says how to go on', async () => {
    const { ann, browser } = await arrive()
    const secret = secretIn(await browser.post('/set-up/app'))
    let page = await browser.post('/set-up/app/confirm', { code: '000000' })
    for (let tries = 1; tries < 5; tries++) page = await browser.post('/set-up/app/confirm', { code: '000000' })
    expect(page.title).toContain('too many wrong codes')
    expect(page.body).toContain('href="/sign-in"')
    expect((await browser.post('/set-up/app/confirm', { code: codeOf(secret, server) })).status).toBeGreaterThanOrEqual(300)
    expect(await methodsOf(server, ann)).toEqual([])
  })

  it('ends with the sign-in after half an hour, and leaves the account as it was', async () => {
    const { ann, browser } = await arrive()
    const secret = secretIn(await browser.post('/set-up/app'))
    server.clock.advance(30 * 60)
    const page = await browser.post('/set-up/app/confirm', { code: codeOf(secret, server) })
    expect(page.status).toBe(410)
    expect(page.title).toContain('This sign-in has ended')
    expect(await methodsOf(server, ann)).toEqual([])
  })

  it('goes on in the tab of the other way without spending a try on it', async () => {
    const { ann, browser } = await arrive()
    const secret = secretIn(await browser.post('/set-up/app'))
    await browser.post('/set-up/phone', { country: 'GB', phone: ann.phone })
    for (let tries = 0; tries < 6; tries++) {
      const page = await browser.submit('/set-up/app/confirm', { code: codeOf(secret, server) })
      expect(page.body).toContain('You went on with this way in another tab')
    }
  })
})
