import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NOW } from '../support/builders.ts'
import { codeOf, type EngineWorld, openEngineWorld } from '../support/engine-world.ts'

const DAY = 24 * 60 * 60

let world: EngineWorld
beforeAll(async () => {
  world = await openEngineWorld()
})
beforeEach(() => world.begin())
afterAll(() => world.close())

describe('a sign-in', () => {
  it('ends with the password for somebody without a second step, and is recorded as that alone', async () => {
    const ann = await world.person()
    const browser = world.browser()
    const step = await world.enterPassword(ann, browser, '/invoices')
    expect(step).toMatchObject({ kind: 'signed-in', returnTo: '/invoices', verified: { amr: ['pwd'], secondStepAt: null }, device: null })
    expect(browser.cookies.size).toBe(0)
    expect(await world.openSessions(ann)).toBe(1)
    expect((await world.activity(ann)).map(({ action }) => action)).toEqual(['sign-in.password-accepted', 'sign-in.completed'])
    expect((await world.activity(ann)).at(-1)).toMatchObject({ method: null, detail: { amr: 'pwd', because: 'not-required' } })
  })

  it('opens no session before the code of somebody enrolled', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    const step = await world.enterPassword(ann, browser)
    expect(step).toEqual({ kind: 'verify', token: expect.any(String), expiresAt: NOW + 600 })
    expect(await world.openSessions(ann)).toBe(0)
    expect(browser.cookies.size).toBe(0)
  })

  it('ends with a right code, in a session of two factors and on a device that is known', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    const step = await world.enterPassword(ann, browser, '/invoices')
    if (step.kind !== 'verify') throw new Error(step.kind)
    const answer = await world.enterCode(step, world.appCode(ann), browser)
    expect(answer).toMatchObject({ kind: 'signed-in', returnTo: '/invoices', backupCodesLeft: null, verified: { amr: ['pwd', 'otp', 'mfa'], secondStepAt: world.now } })
    expect(browser.cookies.size).toBe(1)
    expect(await world.openSessions(ann)).toBe(1)
    expect((await world.activity(ann)).map(({ action }) => action)).toEqual(['sign-in.password-accepted', 'code.accepted', 'sign-in.completed'])
    expect((await world.activity(ann)).at(-1)).toMatchObject({ method: 'totp', detail: { amr: 'pwd otp mfa', because: 'verified' } })
  })

  it('does not ask again on a device that is trusted, until the trust ends', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    await world.signIn(ann, browser, { trustDevice: true })
    const trustedAt = world.now
    world.now = trustedAt + 30 * DAY - 1
    expect(await world.enterPassword(ann, browser)).toMatchObject({ kind: 'signed-in', verified: { amr: ['pwd'], secondStepAt: null } })
    world.now = trustedAt + 30 * DAY
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'verify') throw new Error(step.kind)
    expect(await world.engine.challenges.view({ kind: 'pending', token: step.token }, 'sign-in')).toMatchObject({ because: 'trust-ended' })
  })

  it('asks again on a device that is only known, and says so', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    await world.signIn(ann, browser)
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'verify') throw new Error(step.kind)
    expect(await world.engine.challenges.view({ kind: 'pending', token: step.token }, 'sign-in')).toMatchObject({ because: 'not-trusted' })
  })

  it('trusts no device where policy trusts none, whatever the browser asks', async () => {
    await world.setPolicy({ trustDays: 0 })
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    await world.signIn(ann, browser, { trustDevice: true })
    expect(await world.enterPassword(ann, browser)).toMatchObject({ kind: 'verify' })
    await world.setPolicy({ trustDays: 30 })
    expect(await world.enterPassword(ann, browser)).toMatchObject({ kind: 'verify' })
  })

  it('says whose rule keeps a device from being trusted', async () => {
    await world.setPolicy({ alwaysRequiredTrustDays: 0 })
    const ann = await world.person({ enrolled: ['totp'], role: 'payments' })
    const step = await world.enterPassword(ann, world.browser())
    const view = () => world.engine.challenges.view({ kind: 'pending', token: 'token' in step ? step.token : '' }, 'sign-in')
    expect(await view()).toMatchObject({ trustDays: 0, trustOffBy: 'role' })
    await world.setPolicy({ trustDays: 0 })
    expect(await view()).toMatchObject({ trustDays: 0, trustOffBy: 'organization' })
  })

  it('is refused to somebody deactivated, and their pending one is void', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'verify') throw new Error(step.kind)
    await world.deactivate(ann)
    expect(await codeOf(world.enterCode(step, world.appCode(ann), browser))).toBe('challenge_not_found')
    expect(await codeOf(world.enterPassword(ann, browser))).toBe('not_allowed')
    expect(await world.openSessions(ann)).toBe(0)
  })

  it('is over ten minutes after the password, to the second', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    const [early, late] = [await world.enterPassword(ann, browser), await world.enterPassword(ann, browser)]
    if (early.kind !== 'verify' || late.kind !== 'verify') throw new Error('no code is asked for')
    world.now = NOW + 599
    expect(await world.enterCode(early, world.appCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
    world.now = NOW + 600
    expect(await codeOf(world.enterCode(late, world.appCode(ann), browser))).toBe('challenge_not_found')
  })

  it('ends once: a page that is sent again opens nothing', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'verify') throw new Error(step.kind)
    await world.enterCode(step, world.appCode(ann), browser)
    expect(await codeOf(world.enterCode(step, world.appCode(ann), browser))).toBe('challenge_not_found')
    expect(await world.openSessions(ann)).toBe(1)
  })

  it.each(['', 'x', '00000000-0000-7000-8000-000000000000.' + 'A'.repeat(43)])('is not found by the token %j', async (token) => {
    expect(await codeOf(world.enterCode({ token }, '123456', world.browser()))).toBe('challenge_not_found')
  })

  it('is not found by the id of its row with the secret of another', async () => {
    const [ann, bob] = [await world.person({ enrolled: ['totp'] }), await world.person({ enrolled: ['totp'] })]
    const [hers, his] = [await world.enterPassword(ann, world.browser()), await world.enterPassword(bob, world.browser())]
    if (hers.kind !== 'verify' || his.kind !== 'verify') throw new Error('no code is asked for')
    const mixed = `${hers.token.split('.')[0]}.${his.token.split('.')[1]}`
    expect(await codeOf(world.enterCode({ token: mixed }, world.appCode(ann), world.browser()))).toBe('challenge_not_found')
  })

  it("takes nobody else's code", async () => {
    const [ann, bob] = [await world.person({ enrolled: ['totp'] }), await world.person({ enrolled: ['totp'] })]
    const step = await world.enterPassword(ann, world.browser())
    if (step.kind !== 'verify') throw new Error(step.kind)
    expect(await world.enterCode(step, world.appCode(bob), world.browser())).toMatchObject({ kind: 'refused' })
    expect(await world.enterCode(step, bob.backupCodes[0], world.browser())).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
    expect(await world.openSessions(ann)).toBe(0)
  })

  it('asks first for the method that was used last', async () => {
    const ann = await world.person({ enrolled: ['totp', 'sms'] })
    const browser = world.browser()
    const first = await world.enterPassword(ann, browser)
    if (first.kind !== 'verify') throw new Error(first.kind)
    const holder = { kind: 'pending', token: first.token } as const
    expect(await world.engine.challenges.view(holder, 'sign-in')).toMatchObject({ method: 'totp', others: ['sms', 'backup-code'] })
    await world.engine.challenges.chooseMethod(holder, 'sign-in', 'sms', browser)
    await world.enterCode(first, world.textedCode(ann), browser)
    const second = await world.enterPassword(ann, browser)
    expect(await world.engine.challenges.view({ kind: 'pending', token: 'token' in second ? second.token : '' }, 'sign-in')).toMatchObject({ method: 'sms' })
  })

  it('offers new backup codes until the person says that they keep them', async () => {
    const ann = await world.person({ enrolled: ['totp'], backupCodesSavedAt: null })
    const browser = world.browser()
    const signIn = async () => {
      const step = await world.enterPassword(ann, browser)
      if (step.kind !== 'verify') throw new Error(step.kind)
      const answer = await world.enterCode(step, world.appCode(ann), browser)
      if (answer.kind !== 'signed-in') throw new Error(answer.kind)
      return answer
    }
    const first = await signIn()
    expect(first.offerBackupCodes).toBe(true)
    await world.engine.mySecurity.saveBackupCodes((await world.session(first, browser)).holder)
    expect((await signIn()).offerBackupCodes).toBe(false)
  })

  it('tells the person of a device that is new, but not of the first one ever, nor of a known one', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    await world.signIn(ann, browser)
    expect(await world.notices(ann)).toEqual([])
    await world.signIn(ann, browser)
    expect(await world.notices(ann)).toEqual([])
    await world.signIn(ann, world.browser())
    expect(await world.notices(ann)).toEqual(['new-device'])
    await world.signIn(ann, world.browser(), { trustDevice: true })
    expect(await world.notices(ann)).toEqual(['new-device', 'device-trusted'])
  })
})

describe('a sign-in by the password alone', () => {
  it('tells nobody of a new device: without a second step no device is ever known', async () => {
    const ann = await world.person()
    for (const browser of [world.browser(), world.browser(), world.browser()]) {
      await world.signIn(ann, browser)
      await world.signIn(ann, browser)
    }
    expect(await world.notices(ann)).toEqual([])
  })

  it('tells nobody of a new device where set-up is put off', async () => {
    await world.setPolicy({ requiredSince: NOW, graceDays: 7 })
    const ann = await world.person()
    for (const browser of [world.browser(), world.browser()]) {
      const step = await world.enterPassword(ann, browser)
      if (step.kind !== 'set-up') throw new Error(step.kind)
      await world.engine.signIn.postponeSetUp(step.token, browser)
    }
    expect(await world.notices(ann)).toEqual([])
  })
})

describe('a sign-in of somebody who must set up', () => {
  it('opens no session, and can be put off while the grace period lasts', async () => {
    await world.setPolicy({ requiredSince: NOW, graceDays: 7 })
    const ann = await world.person()
    const browser = world.browser()
    const step = await world.enterPassword(ann, browser, '/invoices')
    if (step.kind !== 'set-up') throw new Error(step.kind)
    expect(await world.openSessions(ann)).toBe(0)
    expect(await world.engine.challenges.view({ kind: 'pending', token: step.token }, 'set-up')).toMatchObject({ because: 'organization', skippableUntil: NOW + 7 * DAY })
    expect(await world.engine.signIn.postponeSetUp(step.token, browser)).toMatchObject({ returnTo: '/invoices', verified: { secondStepAt: null } })
    expect(await world.openSessions(ann)).toBe(1)
    expect(await codeOf(world.engine.signIn.postponeSetUp(step.token, browser))).toBe('challenge_not_found')
  })

  it('cannot be put off once the grace period is over, even from a page that was opened before', async () => {
    await world.setPolicy({ requiredSince: NOW, graceDays: 1 })
    const ann = await world.person()
    const browser = world.browser()
    world.now = NOW + DAY - 1
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'set-up') throw new Error(step.kind)
    world.now = NOW + DAY
    expect(await codeOf(world.engine.signIn.postponeSetUp(step.token, browser))).toBe('not_allowed')
    expect(await world.openSessions(ann)).toBe(0)
  })

  it('that is put off on a known device is not told as one from a new device', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    const { holder } = await world.signIn(ann, browser)
    await world.engine.mySecurity.turnOff(holder, browser)
    await world.setPolicy({ requiredSince: NOW, graceDays: 7 })
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'set-up') throw new Error(step.kind)
    await world.engine.signIn.postponeSetUp(step.token, browser)
    expect(await world.notices(ann)).toEqual(['turned-off'])
  })

  it('cannot be put off by somebody whose role requires it', async () => {
    await world.setPolicy({ requiredSince: NOW, graceDays: 7 })
    const ann = await world.person()
    const browser = world.browser()
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'set-up') throw new Error(step.kind)
    await world.giveRole(ann, 'payments')
    expect(await codeOf(world.engine.signIn.postponeSetUp(step.token, browser))).toBe('not_allowed')
  })

  it('takes no code on the page for codes', async () => {
    await world.setPolicy({ requiredSince: NOW, graceDays: 0 })
    const ann = await world.person()
    const step = await world.enterPassword(ann, world.browser())
    expect(await codeOf(world.enterCode({ token: 'token' in step ? step.token : '' }, '123456', world.browser()))).toBe('challenge_not_found')
  })

  it('goes on from a code of a retired method to set-up, and to no session', async () => {
    const ann = await world.person({ enrolled: ['sms'] })
    await world.setPolicy({ allowedMethods: ['totp'] })
    const browser = world.browser()
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'verify') throw new Error(step.kind)
    const next = await world.enterCode(step, world.textedCode(ann), browser)
    if (next.kind !== 'set-up') throw new Error(next.kind)
    expect(await world.openSessions(ann)).toBe(0)
    const holder = { kind: 'pending', token: next.token } as const
    expect(await world.engine.setUp.view(holder)).toMatchObject({ because: 'method-not-allowed', methods: ['totp'], held: ['sms'] })
    await world.scanApp(holder, ann, browser)
    expect(await world.confirm(holder, ann, world.appCode(ann), browser)).toMatchObject({ kind: 'enrolled', signIn: { verified: { amr: ['pwd', 'sms', 'mfa', 'otp'] } } })
    expect(await world.openSessions(ann)).toBe(1)
  })

  it('tells of a backup code that led to it from a retired method', async () => {
    const ann = await world.person({ enrolled: ['sms'] })
    await world.setPolicy({ allowedMethods: ['totp'] })
    const step = await world.enterPassword(ann, world.browser())
    if (step.kind !== 'verify') throw new Error(step.kind)
    expect(await world.enterCode(step, ann.backupCodes[0], world.browser())).toMatchObject({ kind: 'set-up' })
    expect(await world.notices(ann)).toContain('backup-code-used')
    expect((await world.activity(ann)).map(({ action }) => action)).toContain('backup-code.used')
  })
})

describe('a sign-in for an application with sessions of its own', () => {
  beforeEach(() => world.begin({ sessions: 'host' }))

  it('leaves no cookie of the browser in the row of its result', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    browser.cookies.set('other', 'cookie-of-the-application')
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'verify') throw new Error(step.kind)
    const answer = await world.enterCode(step, world.appCode(ann), Object.assign(browser, { headers: 'other=cookie-of-the-application' }))
    expect(answer).toMatchObject({ kind: 'signed-in', verified: { client: { address: browser.address, agent: browser.agent } } })
    const rows = await world.db.selectFrom('nightlatch_one_time_token').select('data').where('user_id', '=', ann.id).execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('cookie')
  })

  it('ends in a result that is redeemed once', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const browser = world.browser()
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'verify') throw new Error(step.kind)
    const answer = await world.enterCode(step, world.appCode(ann), browser)
    if (answer.kind !== 'signed-in') throw new Error(answer.kind)
    const verified = await world.engine.signIn.redeem(answer.token, 'host-session-1')
    expect(verified).toEqual(answer.verified)
    expect(await codeOf(world.engine.signIn.redeem(answer.token, 'host-session-2'))).toBe('challenge_not_found')
    const holder = { kind: 'session', organizationId: ann.organizationId, userId: ann.id, sessionId: 'host-session-1' } as const
    expect(await world.engine.stepUp.isFresh(holder)).toBe(true)
    expect(await world.engine.stepUp.isFresh({ ...holder, sessionId: 'host-session-2' })).toBe(false)
  })

  it('ends in a result that is good for a minute, to the second', async () => {
    const ann = await world.person()
    const [first, second] = [await world.enterPassword(ann, world.browser()), await world.enterPassword(ann, world.browser())]
    if (first.kind !== 'signed-in' || second.kind !== 'signed-in') throw new Error('a code is asked for')
    world.now = NOW + 59
    await world.engine.signIn.redeem(first.token, 'one')
    world.now = NOW + 60
    expect(await codeOf(world.engine.signIn.redeem(second.token, 'two'))).toBe('challenge_not_found')
  })

  it('ends in a result that a change of password voids', async () => {
    const ann = await world.person()
    const step = await world.enterPassword(ann, world.browser())
    if (step.kind !== 'signed-in') throw new Error(step.kind)
    await world.resetPassword(ann)
    expect(await codeOf(world.engine.signIn.redeem(step.token, 'one'))).toBe('challenge_not_found')
  })
})
