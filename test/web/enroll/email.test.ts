import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { codeOf, isSignedIn, methodsOf, secretIn, signInToSetUp } from './setting-up.ts'

const server = await startTestServer()
const emailedCode = () => /\b\d{6}\b/.exec(server.standalone.inbox?.emails().find(({ text }) => /\b\d{6}\b/.test(text))?.text ?? '')?.[0] ?? ''

async function arrive() {
  const organization = await server.organization({ confirmSetUpByEmail: 'always-required' })
  const ann = await organization.person({ role: 'paymentsAdministrator' })
  const browser = openHttpPerson(server)
  await browser.givePassword(ann)
  return { ann, browser }
}

describe('confirming set-up by e-mail', () => {
  it('sends nothing before it is asked to, and hides most of the address', async () => {
    const { ann, browser } = await arrive()
    const before = server.standalone.inbox?.emails().length
    const page = await browser.open('/set-up/benefits')
    expect(page.title).toContain('Confirm that it is you')
    expect(page.body).toContain('a•••@example.org')
    expect(page.body).not.toContain(ann.email)
    expect(server.standalone.inbox?.emails().length).toBe(before)
  })

  it.each(['/set-up/choose', '/set-up/app', '/set-up/phone', '/set-up/phone/confirm'])('comes before %s', async (path) => {
    const { browser } = await arrive()
    expect((await browser.open(path)).title).toContain('Confirm that it is you')
  })

  it('shows no secret and drafts no method before it is done', async () => {
    const { ann, browser } = await arrive()
    await browser.open('/set-up/benefits')
    expect(secretIn(await browser.submit('/set-up/app'))).toBeNull()
    expect((await browser.submit('/set-up/phone', { country: 'GB', phone: '07400 123456' })).title).toContain('Confirm that it is you')
    expect(await methodsOf(server, ann)).toEqual([])
  })

  it('leads on with the code that was sent', async () => {
    const { browser } = await arrive()
    await browser.open('/set-up/benefits')
    expect((await browser.submit('/set-up/confirm-email/send')).body).toContain('6-digit code from the e-mail')
    const wrong = await browser.post('/set-up/confirm-email', { code: emailedCode() === '000000' ? '000001' : '000000' })
    expect(wrong.status).toBe(422)
    expect((await browser.submit('/set-up/confirm-email', { code: emailedCode() })).title).toContain('Keep your account yours')
    expect((await browser.open('/set-up/choose')).body).toContain('Use Mobile Authenticator')
  })

  it('comes before the code of a method too, where policy came to ask for it meanwhile', async () => {
    const organization = await server.organization({ requiredSince: 1, graceDays: 0 })
    const ann = await organization.person()
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    await browser.open('/set-up/choose')
    const code = codeOf(secretIn(await browser.submit('/set-up/app')), server)
    await organization.setPolicy({ confirmSetUpByEmail: 'everybody' })
    expect((await browser.post('/set-up/app/confirm', { code })).location).toBe('/set-up/confirm-email')
    expect([await methodsOf(server, ann), isSignedIn(browser)]).toEqual([[], false])
  })

  it('sends another code only after the wait, so that nobody floods a mailbox', async () => {
    const { browser } = await arrive()
    await browser.open('/set-up/benefits')
    await browser.submit('/set-up/confirm-email/send')
    const count = server.standalone.inbox?.emails().length
    await browser.submit('/set-up/confirm-email/send')
    expect(server.standalone.inbox?.emails().length).toBe(count)
    server.clock.advance(30)
    expect((await browser.submit('/set-up/confirm-email/send')).body).toContain('We sent a new code')
    expect(server.standalone.inbox?.emails().length).toBe((count ?? 0) + 1)
  })

  it('ends the sign-in after five wrong codes', async () => {
    const { browser } = await arrive()
    await browser.open('/set-up/benefits')
    await browser.submit('/set-up/confirm-email/send')
    const wrong = emailedCode() === '000000' ? '000001' : '000000'
    let page = await browser.post('/set-up/confirm-email', { code: wrong })
    for (let tries = 1; tries < 5; tries++) page = await browser.post('/set-up/confirm-email', { code: wrong })
    expect(page.title).toContain('too many wrong codes')
    expect(browser.cookies.has('nightlatch-pending')).toBe(false)
  })

  it('comes before set-up from the settings as well, for somebody who could only give the password again', async () => {
    const ann = await (await server.organization({ confirmSetUpByEmail: 'everybody' })).person()
    const browser = openHttpPerson(server)
    await signInToSetUp(browser, ann)
    expect((await browser.open('/set-up/choose')).title).toContain('Confirm that it is you')
    expect(secretIn(await browser.submit('/set-up/app'))).toBeNull()
    expect((await browser.submit('/set-up/phone', { country: 'GB', phone: ann.phone })).title).toContain('Confirm that it is you')

    await browser.submit('/set-up/confirm-email/send')
    const wrong = emailedCode() === '000000' ? '000001' : '000000'
    let page = await browser.post('/set-up/confirm-email', { code: wrong })
    for (let tries = 1; tries < 5; tries++) page = await browser.post('/set-up/confirm-email', { code: wrong })
    expect(page.body).toContain('href="/set-up/choose"')
    expect((await browser.open('/my-security')).title).toContain('My sign-in security')

    server.clock.advance(60)
    await browser.open('/set-up/choose')
    await browser.submit('/set-up/confirm-email/send')
    expect((await browser.submit('/set-up/confirm-email', { code: emailedCode() })).title).toContain('Keep your account yours')
    await browser.open('/set-up/choose')
    expect(secretIn(await browser.submit('/set-up/app'))).not.toBeNull()
    expect(await methodsOf(server, ann)).toEqual([])
  })
})
