import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { isSignedIn, textedCode } from '../enroll/setting-up.ts'

const server = await startTestServer()

describe('"Sign in as somebody else"', () => {
  it('ends what was pending, its texted code included, and leads to the sign-in page', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const browser = openHttpPerson(server)
    const page = await browser.givePassword(ann)
    expect(page.body).toContain('Sign in as somebody else')
    const pending = browser.cookies.get('nightlatch-pending') ?? ''

    expect((await browser.submit('/verify/somebody-else')).title).toContain('Sign in')
    expect(browser.cookies.has('nightlatch-pending')).toBe(false)
    browser.cookies.set('nightlatch-pending', pending)
    browser.formToken = page.body.match(/name="formToken" value="([^"]+)"/)?.[1] ?? ''
    expect((await browser.post('/verify', { code: textedCode(server) })).status).toBe(410)
    expect(isSignedIn(browser)).toBe(false)
  })

  it('pressed in another tab, it is this sign-in that has ended, not a session', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    const { formToken } = browser
    await browser.submit('/verify/somebody-else')
    browser.formToken = formToken
    const answer = await browser.post('/verify', { code: ann.appCode() })
    expect([answer.status, answer.body.includes('This sign-in has ended')]).toEqual([410, true])
    // The sign-in page of that time, opened again with the back button.
    browser.formToken = formToken
    expect((await browser.post('/sign-in', { identifier: ann.userName, password: ann.password })).body).toContain('This page is out of date')
  })

  it('is offered all through a set-up that a sign-in waits for, and nowhere in a session', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 7 })).person()
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    for (const path of ['/set-up', '/set-up/benefits', '/set-up/choose', '/set-up/phone']) {
      expect([path, (await browser.open(path)).body.includes('/verify/somebody-else')]).toEqual([path, true])
    }
    expect((await browser.submit('/verify/somebody-else')).title).toContain('Sign in')
    expect((await browser.open('/set-up/benefits')).title).toContain('Sign in')

    await browser.givePassword(ann)
    expect((await browser.submit('/set-up/not-now')).body).not.toContain('/verify/somebody-else')
    expect((await browser.open('/set-up/benefits')).body).not.toContain('/verify/somebody-else')
  })

  it('needs the form of this site, and is no way in for whoever has nothing pending', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    expect((await browser.post('/verify/somebody-else', {}, { headers: { origin: 'https://evil.example' } })).status).toBe(403)
    expect((await browser.open('/verify')).title).toContain('Verify')
    expect((await browser.get('/verify/somebody-else')).status).toBe(404)
  })
})
