import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, type EngineWorld, openEngineWorld, type TestBrowser, type TestPerson } from '../support/engine-world.ts'

const DAY = 24 * 60 * 60

let world: EngineWorld
let ann: TestPerson
let browser: TestBrowser
beforeAll(async () => {
  world = await openEngineWorld()
})
beforeEach(async () => {
  await world.begin()
  ann = await world.person({ enrolled: ['totp'] })
  browser = world.browser()
})
afterAll(() => world.close())

const reasonAt = async (person: TestPerson, at: TestBrowser) => {
  const step = await world.enterPassword(person, at)
  return step.kind === 'verify' ? (await world.engine.challenges.view({ kind: 'pending', token: step.token }, 'sign-in')).because : step.kind
}

describe('a browser', () => {
  it('that two people share is trusted for each of them alone', async () => {
    const bob = await world.person({ enrolled: ['totp'] })
    await world.signIn(ann, browser, { trustDevice: true })
    expect(await reasonAt(bob, browser)).toBe('new-device')
    await world.signIn(bob, browser)
    expect(browser.cookies.size).toBe(2)
    expect(await reasonAt(ann, browser)).toBe('signed-in')
    expect(await reasonAt(bob, browser)).toBe('not-trusted')
  })

  it("is not trusted by somebody else's cookie under one's own name", async () => {
    const bob = await world.person({ enrolled: ['totp'] })
    await world.signIn(ann, browser, { trustDevice: true })
    const hers = [...browser.cookies.values()][0] ?? ''
    const his = world.browser()
    await world.signIn(bob, his)
    const [name] = his.cookies.keys()
    his.cookies.set(name ?? '', hers)
    expect(await reasonAt(bob, his)).toBe('new-device')
  })

  it.each(['', 'x', '00000000-0000-7000-8000-000000000000.' + 'A'.repeat(43)])('is not trusted by an invented cookie: %j', async (cookie) => {
    await world.signIn(ann, browser, { trustDevice: true })
    for (const name of browser.cookies.keys()) browser.cookies.set(name, cookie)
    expect(await reasonAt(ann, browser)).toBe('new-device')
  })

  it('is not trusted by what the database holds', async () => {
    await world.signIn(ann, browser, { trustDevice: true })
    const [device] = await world.store.listDevices(ann.organizationId, ann.id)
    for (const name of browser.cookies.keys()) browser.cookies.set(name, `${device?.id}.${device?.tokenHash}`)
    expect(await reasonAt(ann, browser)).toBe('new-device')
  })

  it('gets a fresh token with each second step, and the former one is good for nothing', async () => {
    await world.signIn(ann, browser)
    const copy = world.browser()
    for (const [name, token] of browser.cookies) copy.cookies.set(name, token)
    await world.signIn(ann, browser, { trustDevice: true })
    expect(await world.store.listDevices(ann.organizationId, ann.id)).toHaveLength(1)
    expect(await reasonAt(ann, browser)).toBe('signed-in')
    expect(await reasonAt(ann, copy)).toBe('new-device')
  })

  it('says why its trust ended: password, method, policy or revoked', async () => {
    await world.signIn(ann, browser, { trustDevice: true })
    await world.setPolicy({ trustDays: 0 })
    expect(await reasonAt(ann, browser)).toBe('trust-not-allowed')
    await world.setPolicy({ trustDays: 30 })
    const session = await world.signIn(ann, world.browser())
    await world.engine.devices.revokeAll(session.holder, browser)
    expect(await reasonAt(ann, browser)).toBe('trust-revoked')

    await world.signIn(ann, browser, { trustDevice: true })
    await world.resetPassword(ann)
    expect(await reasonAt(ann, browser)).toBe('password-changed')

    await world.signIn(ann, browser, { trustDevice: true })
    const elsewhere = await world.signIn(ann, world.browser())
    await world.givePhone(elsewhere.holder, ann, elsewhere.browser)
    await world.confirm(elsewhere.holder, ann, world.textedCode(ann), elsewhere)
    expect(await reasonAt(ann, browser)).toBe('method-changed')
  })

  it('is no longer trusted by the browser in which a method was changed either', async () => {
    const session = await world.signIn(ann, browser, { trustDevice: true })
    await world.givePhone(session.holder, ann, browser)
    await world.confirm(session.holder, ann, world.textedCode(ann), session)
    expect(await reasonAt(ann, browser)).toBe('not-trusted')
  })

  it('is listed while it is trusted, marked where it is this one, and revoked once', async () => {
    const other = world.browser({ agent: 'Safari on iPhone' })
    await world.signIn(ann, other, { trustDevice: true })
    const { holder } = await world.signIn(ann, browser, { trustDevice: true })
    await world.signIn(ann, world.browser())
    const devices = await world.engine.devices.listTrusted(holder, browser)
    expect(devices.map(({ agent, isThisOne }) => ({ agent, isThisOne })).toSorted((a, b) => a.agent.localeCompare(b.agent))).toEqual([
      { agent: 'Firefox on Linux', isThisOne: true },
      { agent: 'Safari on iPhone', isThisOne: false },
    ])
    const phone = devices.find(({ isThisOne }) => !isThisOne)?.id ?? ''
    await world.engine.devices.revoke(holder, phone, browser)
    expect(await codeOf(world.engine.devices.revoke(holder, phone, browser))).toBe('not_found')
    expect(await reasonAt(ann, other)).toBe('trust-revoked')
    expect(await reasonAt(ann, browser)).toBe('signed-in')
    expect(await world.notices(ann)).toContain('devices-revoked')
  })

  it('of somebody else is not found, and stays trusted', async () => {
    const bob = await world.person({ enrolled: ['totp'] })
    const his = world.browser()
    await world.signIn(bob, his, { trustDevice: true })
    const [device] = await world.store.listDevices(bob.organizationId, bob.id)
    const { holder } = await world.signIn(ann, browser)
    expect(await codeOf(world.engine.devices.revoke(holder, device?.id ?? '', browser))).toBe('not_found')
    expect(await reasonAt(bob, his)).toBe('signed-in')
  })

  it('is trusted until the policy of today says, not the one of then', async () => {
    await world.signIn(ann, browser, { trustDevice: true })
    const trustedAt = world.now
    await world.setPolicy({ trustDays: 7 })
    world.now = trustedAt + 7 * DAY - 1
    expect(await reasonAt(ann, browser)).toBe('signed-in')
    world.now = trustedAt + 7 * DAY
    expect(await reasonAt(ann, browser)).toBe('trust-ended')
  })
})
