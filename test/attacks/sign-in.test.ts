import { describe, expect, it } from 'vitest'
import { type HttpPerson, openHttpPerson } from '../support/http-person.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'

const server = await startTestServer()
const { store, accounts } = server.standalone

const SESSION = 'nightlatch-session'
const PENDING = 'nightlatch-pending'

const sessionsOf = ({ user }: TestPerson) => store.listSessions(user.organizationId, user.id)

async function pendingOf(person: TestPerson): Promise<HttpPerson> {
  const browser = openHttpPerson(server)
  await browser.givePassword(person)
  return browser
}

describe('Between the password and the code', () => {
  it('there is no session, neither in the browser nor in the database', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = await pendingOf(ann)
    expect([...browser.cookies.keys()].toSorted()).toEqual(['nightlatch-browser', PENDING])
    expect(await sessionsOf(ann)).toEqual([])
    expect((await browser.get('/')).status).toBe(303)
  })

  it('the pending cookie opens nothing as a session, nor as a device', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = await pendingOf(ann)
    const pending = browser.cookies.get(PENDING)!
    browser.cookies.set(SESSION, pending)
    expect((await browser.get('/')).status).toBe(303)
  })

  it.each([
    ['nothing', {}],
    ['an empty code', { code: '' }],
    ['spaces', { code: '   ' }],
    ['five digits', { code: '12345' }],
    ['seven digits', { code: '1234567' }],
    ['two codes in one field', { code: '123456 654321' }],
    ['full-width digits', { code: '１２３４５６' }],
    ['Arabic digits', { code: '١٢٣٤٥٦' }],
    ['null', { code: 'null' }],
    ['an operator', { code: '{"$ne":""}' }],
    ['a list', { code: '["123456"]' }],
    ['true', { code: 'true' }],
  ])('%s is no code, and costs no attempt', async (_, fields) => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = await pendingOf(ann)
    const { status } = await browser.post('/verify', fields)
    expect(status).toBe(422)
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await sessionsOf(ann)).toEqual([])
    expect((await store.findPerson(ann.user.organizationId, ann.user.id))?.guard.other.failures).toBe(0)
  })

  it.each(['code=123456&code=654321', 'code[]=123456', 'code[$ne]=', 'code%00=123456'])('%s is no form of ours and lets nobody in', async (body) => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = await pendingOf(ann)
    const answer = await browser.post('/verify', {}, { body: `formToken=${browser.formToken}&${body}` })
    expect([400, 422]).toContain(answer.status)
    expect(await sessionsOf(ann)).toEqual([])
  })

  it("a code with a user's id, and no password, lets nobody in", async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const stranger = openHttpPerson(server)
    await stranger.open('/sign-in')
    const answer = await stranger.post('/verify', { code: ann.appCode(), userId: ann.user.id, identifier: ann.userName })
    expect(`${answer.status} ${answer.location}`).toBe('303 /sign-in')
    expect(await sessionsOf(ann)).toEqual([])
  })

  it("one's own code lets nobody in as somebody else", async () => {
    const organization = await server.organization()
    const ann = await organization.person({ name: 'Ann Example', enrolled: ['totp'] })
    const ben = await organization.person({ name: 'Ben Example', enrolled: ['totp'] })
    const browser = await pendingOf(ann)
    const answer = await browser.post('/verify', { code: ben.appCode(), userId: ben.user.id, user: ben.userName, organizationId: ben.user.organizationId })
    expect(answer.status).toBe(422)
    expect([...(await sessionsOf(ann)), ...(await sessionsOf(ben))]).toEqual([])
  })

  it("somebody else's backup code lets nobody in, and stays good", async () => {
    const organization = await server.organization()
    const ann = await organization.person({ enrolled: ['totp'] })
    const ben = await organization.person({ name: 'Ben Example', enrolled: ['totp'] })
    const browser = await pendingOf(ann)
    expect((await browser.post('/verify', { code: ben.backupCodes[0]! })).status).toBe(422)
    expect(await sessionsOf(ann)).toEqual([])
    expect((await store.findPerson(ben.user.organizationId, ben.user.id))?.backupCodesLeft).toBe(10)
  })

  it('a backup code works once', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    expect((await (await pendingOf(ann)).post('/verify', { code: ann.backupCodes[3]! })).status).toBe(303)
    expect((await (await pendingOf(ann)).post('/verify', { code: ann.backupCodes[3]! })).status).toBe(422)
    expect(await sessionsOf(ann)).toHaveLength(1)
  })

  it('an older code of the app is refused after a newer one', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const [first, second] = [await pendingOf(ann), await pendingOf(ann)]
    expect((await first.post('/verify', { code: ann.appCode(30) })).status).toBe(303)
    expect((await second.post('/verify', { code: ann.appCode() })).status).toBe(422)
    expect((await second.post('/verify', { code: ann.appCode(-30) })).status).toBe(422)
    expect(await sessionsOf(ann)).toHaveLength(1)
  })

  it('a code of the future is told as a fast clock, and does not work when its time comes', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = await pendingOf(ann)
    const code = ann.appCode(120)
    expect((await browser.post('/verify', { code })).status).toBe(422)
    server.clock.advance(120)
    expect((await browser.post('/verify', { code })).status).toBe(422)
    expect(await sessionsOf(ann)).toEqual([])
  })

  it('no other method can be chosen than one that the person holds', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = await pendingOf(ann)
    expect((await browser.post('/verify/another-way', { method: 'sms' })).status).toBe(403)
    expect((await browser.post('/verify/another-way', { method: 'email' })).status).toBe(400)
    expect((await browser.post('/verify/another-way', { method: '__proto__' })).status).toBe(400)
    expect(server.standalone.inbox!.texts()).toEqual([])
  })

  it('nobody may postpone what is not set-up, or skip set-up that is required at once', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const waiting = await pendingOf(ann)
    expect((await waiting.post('/set-up/not-now')).status).toBe(410)
    const ben = await (await server.organization({ requiredSince: 1, graceDays: 0 })).person()
    const settingUp = await pendingOf(ben)
    await settingUp.open('/set-up/choose')
    await settingUp.post('/set-up/not-now')
    expect(settingUp.cookies.has(SESSION)).toBe(false)
    expect([...(await sessionsOf(ann)), ...(await sessionsOf(ben))]).toEqual([])
  })

  it('a thief of the password sets up nothing where e-mail must confirm it first', async () => {
    const ann = await (await server.organization({ requiredSince: 1, graceDays: 0, confirmSetUpByEmail: 'everybody' })).person()
    const thief = await pendingOf(ann)
    await thief.open('/set-up/confirm-email')
    for (const [path, fields] of [['/set-up/app', {}], ['/set-up/phone', { country: 'GB', phone: '+447400123456' }], ['/set-up/choose', { method: 'totp' }]] as const) {
      const { location, body } = await thief.post(path, fields)
      expect(location).toBe('/set-up/confirm-email')
      expect(body).toBe('')
    }
    expect((await thief.post('/set-up/app/confirm', { code: '123456' })).status).toBe(410)
    expect((await store.findPerson(ann.user.organizationId, ann.user.id))?.authenticators).toEqual([])
    expect(server.standalone.inbox!.texts().filter(({ to }) => to === '+447400123456')).toEqual([])
  })
})

describe('A sign-in that waits', () => {
  it('is void after a change of password', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const waiting = await pendingOf(ann)
    const token = await accounts.mintResetLink(ann.user.id, ann.user.organizationId)
    const reset = await accounts.resetPassword({ token: token!, next: 'nine-copper-kettles-sing', visitor: { address: '', agent: '' } })
    expect(reset.kind).toBe('reset')
    expect((await waiting.post('/verify', { code: ann.appCode() })).status).toBe(410)
    expect(await sessionsOf(ann)).toEqual([])
  })

  it('is void after a change of methods', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    const waiting = await pendingOf(ann)
    const signedIn = openHttpPerson(server)
    await signedIn.signIn(ann)
    await signedIn.open('/my-security/password')
    const [method] = (await store.findPerson(ann.user.organizationId, ann.user.id))!.authenticators.filter(({ method }) => method === 'sms')
    expect((await signedIn.post(`/my-security/methods/${method!.id}/remove`)).status).toBe(303)
    server.clock.advance(30)
    expect((await waiting.post('/verify', { code: ann.appCode() })).status).toBe(410)
    expect(await sessionsOf(ann)).toHaveLength(1)
  })

  it('is void after a deactivation', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const waiting = await pendingOf(ann)
    await store.commit(ann.user.organizationId, [{ kind: 'user.deactivate', userId: ann.user.id, at: server.clock.now() }])
    expect((await waiting.post('/verify', { code: ann.appCode() })).status).toBe(410)
    expect(await sessionsOf(ann)).toEqual([])
  })

  it('is void after ten minutes, to the second', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const [early, late] = [await pendingOf(ann), await pendingOf(ann)]
    server.clock.advance(599)
    expect((await early.post('/verify', { code: ann.appCode() })).status).toBe(303)
    server.clock.advance(1)
    expect((await late.post('/verify', { code: ann.appCode(30) })).status).toBe(410)
  })

  it('is over once it has ended in a session', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = await pendingOf(ann)
    const copied = browser.copy()
    expect((await browser.post('/verify', { code: ann.appCode() })).status).toBe(303)
    server.clock.advance(30)
    expect((await copied.post('/verify', { code: ann.appCode() })).status).toBe(410)
    expect(await sessionsOf(ann)).toHaveLength(1)
  })

  it('sends the text that is good in its own browser alone', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const [one, other] = [await pendingOf(ann), await pendingOf(ann)]
    const [newest] = server.standalone.inbox!.texts().filter(({ to }) => to === ann.phone)
    const code = /\d{6}/.exec(newest!.body)![0]
    expect((await one.post('/verify', { code })).status).toBe(422)
    expect((await other.post('/verify', { code })).status).toBe(303)
    expect(await sessionsOf(ann)).toHaveLength(1)
  })
})

describe('A session', () => {
  it('is never the one that a browser brought along', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    const planted = `${ann.user.id}.${'A'.repeat(43)}`
    for (const name of [SESSION, PENDING]) browser.cookies.set(name, planted)
    await browser.givePassword(ann)
    expect(browser.cookies.get(PENDING)).not.toBe(planted)
    await browser.submit('/verify', { code: ann.appCode() })
    expect(browser.cookies.get(SESSION)).not.toBe(planted)
    expect((await browser.get('/')).status).toBe(200)
  })

  it('has another token after a step-up, and the former one is dead', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(ann)
    server.clock.advance(10 * 60)
    await browser.open('/step-up')
    const before = browser.copy()
    expect((await browser.post('/step-up', { code: ann.appCode() })).status).toBe(303)
    expect(browser.cookies.get(SESSION)).not.toBe(before.cookies.get(SESSION))
    expect((await before.get('/')).status).toBe(303)
    expect((await browser.get('/')).status).toBe(200)
  })

  it('ends when the same browser signs in again', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(ann)
    const former = browser.copy()
    server.clock.advance(30)
    await browser.open('/my-security/password')
    await browser.submit('/sign-in', { identifier: ann.userName, password: ann.password, next: '/' })
    await browser.submit('/verify', { code: ann.appCode() })
    expect((await browser.get('/')).status).toBe(200)
    expect((await former.get('/')).status).toBe(303)
    expect(await sessionsOf(ann)).toHaveLength(1)
  })

  it('is dead after signing out, also where its cookie was copied', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(ann)
    await browser.open('/my-security/password')
    const copied = browser.copy()
    await browser.post('/sign-out')
    expect((await copied.get('/')).status).toBe(303)
    expect(await sessionsOf(ann)).toEqual([])
  })

  it('is not opened by what the database holds', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.signIn(ann)
    const [row] = await sessionsOf(ann)
    const thief = openHttpPerson(server)
    for (const value of [row!.tokenHash, `${row!.id}.${row!.tokenHash}`, row!.id, `${row!.id}.`]) {
      thief.cookies.set(SESSION, value)
      expect((await thief.get('/')).status).toBe(303)
    }
  })

  it('of a password alone leads no further than set-up once a second step is required', async () => {
    const organization = await server.organization()
    const ann = await organization.person()
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    expect((await browser.get('/')).status).toBe(200)
    await organization.setPolicy({ requiredSince: 1, graceDays: 0 })
    expect((await browser.get('/')).location).toBe('/set-up')
  })
})

describe('A trusted device', () => {
  async function trusting(person: TestPerson): Promise<{ browser: HttpPerson; cookie: [string, string] }> {
    const browser = await pendingOf(person)
    await browser.submit('/verify', { code: person.appCode(), trustDevice: 'on' })
    const cookie = [...browser.cookies].find(([name]) => name.startsWith('nightlatch-device-'))
    return { browser, cookie: cookie! }
  }

  async function isAskedForACode(person: TestPerson, cookies: readonly (readonly [string, string])[]): Promise<boolean> {
    const browser = openHttpPerson(server)
    for (const [name, value] of cookies) browser.cookies.set(name, value)
    await browser.givePassword(person)
    return !browser.cookies.has(SESSION)
  }

  it('spares its own user the code, and nobody else', async () => {
    const organization = await server.organization()
    const ann = await organization.person({ enrolled: ['totp'] })
    const ben = await organization.person({ name: 'Ben Example', enrolled: ['totp'] })
    const [hers, his] = [await trusting(ann), await trusting(ben)]
    expect(await isAskedForACode(ann, [hers.cookie])).toBe(false)
    expect(await isAskedForACode(ben, [hers.cookie])).toBe(true)
    expect(await isAskedForACode(ben, [[his.cookie[0], hers.cookie[1]]])).toBe(true)
  })

  it('is none when invented, when read from the database, or when the browser stretched its life', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { cookie: [name, value] } = await trusting(ann)
    const [row] = await store.listDevices(ann.user.organizationId, ann.user.id)
    expect(await isAskedForACode(ann, [[name, `${row!.id}.${'A'.repeat(43)}`]])).toBe(true)
    expect(await isAskedForACode(ann, [[name, `${row!.id}.${row!.tokenHash}`]])).toBe(true)
    server.clock.advance(30 * 24 * 60 * 60)
    expect(await isAskedForACode(ann, [[name, value]])).toBe(true)
  })

  it('is no step-up', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { browser, cookie } = await trusting(ann)
    const again = openHttpPerson(server)
    again.cookies.set(...cookie)
    await again.givePassword(ann)
    expect((await again.get('/')).status).toBe(200)
    expect((await again.get('/my-security/turn-off')).location).toBe(`/step-up?next=${encodeURIComponent('/my-security/turn-off')}`)
    expect((await browser.get('/my-security/turn-off')).status).toBe(200)
  })
})
