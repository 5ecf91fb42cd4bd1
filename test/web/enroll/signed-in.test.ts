import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { backupCodesIn, codeOf, methodsOf, secretIn, signInToSetUp, textedCode } from './setting-up.ts'

const server = await startTestServer()

async function arrive(enrolled: ('totp' | 'sms')[] = []) {
  const ann = await (await server.organization()).person({ enrolled })
  return { ann, browser: openHttpPerson(server) }
}

describe('setting up by choice', () => {
  it('asks for the step-up before a way is chosen, and comes back to that page', async () => {
    const { ann, browser } = await arrive()
    await browser.givePassword(ann)
    const asked = await browser.open('/set-up/choose')
    expect(asked.title).toContain('Verify it')
    const after = await browser.post('/step-up/password?next=%2Fset-up%2Fchoose', { password: ann.password })
    expect(after.location).toBe('/set-up/choose')
    expect((await browser.open('/set-up/choose')).body).toContain('Use Mobile Authenticator')
  })

  it.each(['/set-up/app', '/set-up/phone'])('drafts nothing at %s when the step-up has gone stale', async (path) => {
    const { ann, browser } = await arrive()
    await signInToSetUp(browser, ann)
    server.clock.advance(5 * 60)
    const texts = server.standalone.inbox?.texts().length
    const page = await browser.post(path, { country: 'GB', phone: ann.phone })
    expect(page.location).toMatch(/^\/step-up\?next=%2Fset-up%2F(choose|phone)$/)
    expect(server.standalone.inbox?.texts().length).toBe(texts)
  })

  it('turns it on under a new session token, shows the codes, and goes back to the settings', async () => {
    const { ann, browser } = await arrive()
    await signInToSetUp(browser, ann)
    const elsewhere = openHttpPerson(server)
    await elsewhere.givePassword(ann)
    const before = browser.cookies.get('nightlatch-session')
    const secret = secretIn(await browser.post('/set-up/app'))
    const page = await browser.post('/set-up/app/confirm', { code: codeOf(secret, server) })
    expect(backupCodesIn(page)).toHaveLength(10)
    expect(browser.cookies.get('nightlatch-session')).not.toBe(before)
    expect((await browser.submit('/my-security/backup-codes/saved', { next: '/my-security' })).title).toContain('My sign-in security')
    expect((await elsewhere.open('/my-security')).title).toContain('Sign in')
  })

  it('adds a second way without new backup codes, and says that it is on', async () => {
    const { ann, browser } = await arrive(['totp'])
    await browser.signIn(ann)
    await browser.open('/set-up/phone')
    expect((await browser.post('/set-up/phone', { country: 'GB', phone: ann.phone })).body).toContain('Step 2 of 2')
    const page = await browser.submit('/set-up/phone/confirm', { code: textedCode(server) })
    expect(page.title).toContain('My sign-in security')
    expect(page.body).toContain('Your new way to verify is on.')
    expect(await methodsOf(server, ann)).toEqual(expect.arrayContaining(['totp', 'sms']))
  })

  it('keeps the old app until the new one is proved', async () => {
    const { ann, browser } = await arrive(['totp'])
    await browser.signIn(ann)
    await browser.open('/set-up/choose')
    const secret = secretIn(await browser.post('/set-up/app'))
    server.clock.advance(60)
    expect((await openHttpPerson(server).signIn(ann)).title).toContain('Hello')
    await browser.post('/set-up/app/confirm', { code: codeOf(secret, server) })
    server.clock.advance(60)
    expect((await openHttpPerson(server).signIn(ann)).title).toContain('Verify it')
  })

  it('says that a set-up has ended, and where to begin again', async () => {
    const { ann, browser } = await arrive()
    await signInToSetUp(browser, ann)
    const secret = secretIn(await browser.post('/set-up/app'))
    server.clock.advance(30 * 60)
    const page = await browser.post('/set-up/app/confirm', { code: codeOf(secret, server) })
    expect(page.status).toBe(410)
    expect(page.title).toContain('This set-up has ended')
    expect(page.body).toContain('href="/set-up/choose"')
    expect(await methodsOf(server, ann)).toEqual([])
  })

  it('stops after five wrong codes, with the session as it was', async () => {
    const { ann, browser } = await arrive()
    await signInToSetUp(browser, ann)
    await browser.post('/set-up/app')
    let page = await browser.post('/set-up/app/confirm', { code: '000000' })
    for (let tries = 1; tries < 5; tries++) page = await browser.post('/set-up/app/confirm', { code: '000000' })
    expect(page.title).toContain('too many wrong codes')
    expect(page.body).toContain('href="/set-up/choose"')
    expect((await browser.open('/my-security')).title).toContain('My sign-in security')
  })

  it('is not kept from set-up by a pending sign-in that is over', async () => {
    const organization = await server.organization({ requiredSince: server.clock.now(), graceDays: 7 })
    const ann = await organization.person()
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    const pending = browser.cookies.get('nightlatch-pending') ?? ''
    await browser.submit('/set-up/not-now')
    browser.cookies.set('nightlatch-pending', pending)
    expect((await browser.open('/set-up')).title).toContain('Hello')
    expect((await browser.open('/set-up')).title).toContain('Keep your account yours')
  })
})
