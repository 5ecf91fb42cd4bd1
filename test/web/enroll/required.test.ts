import { describe, expect, it } from 'vitest'
import { openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'
import { isSignedIn } from './setting-up.ts'

const DAY = 24 * 60 * 60
const server = await startTestServer()
const requiredNow = () => ({ requiredSince: server.clock.now(), graceDays: 0 })

describe('the page that says set-up is required', () => {
  it('names the organization, leads on, and stands before any session', async () => {
    const ann = await (await server.organization(requiredNow())).person()
    const browser = openHttpPerson(server)
    const page = await browser.givePassword(ann)
    expect(page.title).toContain('Set up 2-step verification')
    expect(page.body).toContain('Harbour Trust requires')
    expect(page.body).toContain('href="/set-up/benefits"')
    expect(page.body).not.toContain('/set-up/not-now')
    expect(isSignedIn(browser)).toBe(false)
  })

  it('names the role that always requires it, even while it is optional for others', async () => {
    const ann = await (await server.organization()).person({ role: 'paymentsAdministrator' })
    const page = await openHttpPerson(server).givePassword(ann)
    expect(page.body).toContain('Your role, Payments administrator, always requires')
  })

  it('says which way is no longer allowed to somebody who has verified with it once more', async () => {
    const organization = await server.organization()
    const ann = await organization.person({ enrolled: ['sms'] })
    await organization.setPolicy({ allowedMethods: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    const code = /\d{6}/.exec(server.standalone.inbox?.texts()[0]?.body ?? '')?.[0] ?? ''
    const page = await browser.submit('/verify', { code })
    expect(page.body).toContain('Text message is no longer allowed')
    expect(isSignedIn(browser)).toBe(false)
  })

  it('stops somebody who is signed in when it becomes required, and offers them no way to put it off', async () => {
    const organization = await server.organization()
    const ann = await organization.person()
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    await organization.setPolicy(requiredNow())
    const page = await browser.open('/')
    expect(page.body).toContain('This became required while you were signed in')
    expect(page.body).not.toContain('/set-up/not-now')
    expect((await browser.submit('/set-up/not-now')).title).toContain('Set up 2-step verification')
  })

  it('is not shown to somebody who sets up by choice, who may leave', async () => {
    const browser = openHttpPerson(server)
    await browser.givePassword(await (await server.organization()).person())
    const page = await browser.open('/set-up')
    expect(page.title).toContain('Keep your account yours')
    expect(page.body).toContain('href="/my-security"')
  })
})

describe('putting it off', () => {
  it('names the last day and the days left, and signs in without a second step', async () => {
    const ann = await (await server.organization({ ...requiredNow(), graceDays: 7 })).person()
    const browser = openHttpPerson(server)
    const page = await browser.givePassword(ann, '/my-security')
    expect(page.body).toContain('7 days left')
    const after = await browser.post('/set-up/not-now')
    expect(after.location).toBe('/my-security')
    expect(isSignedIn(browser)).toBe(true)
    expect(browser.cookies.has('nightlatch-pending')).toBe(false)
  })

  it('ends in the second of the deadline, also on a page that was open before', async () => {
    const ann = await (await server.organization({ ...requiredNow(), graceDays: 1 })).person()
    const browser = openHttpPerson(server)
    server.clock.advance(DAY - 1)
    expect((await browser.givePassword(ann)).body).toContain('/set-up/not-now')
    server.clock.advance(1)
    const page = await browser.submit('/set-up/not-now')
    expect(page.title).toContain('Set up 2-step verification')
    expect(page.body).not.toContain('/set-up/not-now')
    expect(isSignedIn(browser)).toBe(false)
  })

  it('is refused where no grace was given', async () => {
    const browser = openHttpPerson(server)
    await browser.givePassword(await (await server.organization()).person({ role: 'paymentsAdministrator' }))
    await browser.open('/set-up/choose') // a form with a token; the required page has none
    await browser.submit('/set-up/not-now')
    expect(isSignedIn(browser)).toBe(false)
  })

  it('gives the grace anew from the day somebody is reactivated', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 7 })).person()
    const { id: userId, organizationId } = ann.user
    const notNow = async () => (await openHttpPerson(server).givePassword(ann)).body.includes('/set-up/not-now')
    server.clock.advance(7 * DAY)
    expect(await notNow()).toBe(false)
    for (const kind of ['user.deactivate', 'user.reactivate'] as const) await server.standalone.store.commit(organizationId, [{ kind, userId, at: server.clock.now() }])
    server.clock.advance(7 * DAY - 1)
    expect(await notNow()).toBe(true)
    server.clock.advance(1)
    expect(await notNow()).toBe(false)
  })

  it('leaves no way around it to a role that always requires it: no grace, and no exemption that was given before', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 90 })).person({ role: 'paymentsAdministrator' })
    const { id: userId, organizationId } = ann.user
    await server.standalone.store.commit(organizationId, [{ kind: 'user.exempt', userId, until: server.clock.now() + 90 * DAY }])
    const browser = openHttpPerson(server)
    expect((await browser.givePassword(ann)).body).toContain('Your role, Payments administrator, always requires')
    expect((await browser.open('/set-up')).body).not.toContain('/set-up/not-now')
    await browser.post('/set-up/not-now')
    expect(isSignedIn(browser)).toBe(false)
  })
})
