import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { standingRefusal } from '../../src/web/refusal-text.ts'
import { textFor } from '../../src/web/ui/text/index.ts'
import { NOW } from '../support/builders.ts'
import { codeOf, type EngineWorld, openEngineWorld, type TestBrowser } from '../support/engine-world.ts'

let world: EngineWorld
let browser: TestBrowser
beforeAll(async () => {
  world = await openEngineWorld()
})
beforeEach(async () => {
  await world.begin()
  browser = world.browser()
})
afterAll(() => world.close())

/** Somebody without a method, signed in, who has given the password again. */
async function steppedUp() {
  const ann = await world.person()
  const session = await world.signIn(ann, browser)
  await world.stepUp(session, ann)
  return { ann, session, holder: session.holder }
}

/** Somebody who must set up before there is a session. */
async function pendingSetUp() {
  const ann = await world.person()
  const step = await world.enterPassword(ann, browser, '/invoices')
  if (step.kind !== 'set-up') throw new Error(step.kind)
  return { ann, holder: { kind: 'pending', token: step.token } as const }
}

describe('set-up by somebody signed in', () => {
  it('needs the password again first', async () => {
    const ann = await world.person()
    const { holder } = await world.signIn(ann, browser)
    expect(await codeOf(world.scanApp(holder, ann, browser))).toBe('step_up_required')
    expect(await world.engine.stepUp.view(holder, browser)).toBe('password')
  })

  it('turns nothing on until a code has proved it', async () => {
    const { ann, session, holder } = await steppedUp()
    await world.scanApp(holder, ann, browser)
    expect((await world.load(ann)).authenticators).toEqual([])
    expect(await world.enterPassword(ann, world.browser())).toMatchObject({ kind: 'signed-in' })
    expect(await world.confirm(holder, ann, world.wrongCode(ann), session)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
    expect((await world.load(ann)).authenticators).toEqual([])
    expect(await world.notices(ann)).not.toContain('method-added')
  })

  it('turns the app on, shows ten backup codes once, and goes on under a new token', async () => {
    const { ann, session, holder } = await steppedUp()
    await world.scanApp(holder, ann, browser)
    const former = session.token
    const answer = await world.confirm(holder, ann, world.appCode(ann), session)
    expect(answer).toMatchObject({ kind: 'enrolled', method: 'totp', replaced: false, signIn: null, returnTo: '/' })
    expect(new Set(ann.backupCodes).size).toBe(10)
    expect(session.token).not.toBe(former)
    expect(await world.isOpen(session)).toBe(true)
    expect(await world.isOpen({ ...session, token: former })).toBe(false)
    expect(await world.notices(ann)).toEqual(['method-added'])
    expect(JSON.stringify(await world.engine.mySecurity.view(holder))).not.toContain(ann.backupCodes[0])
  })

  it('ends the other sessions, which gave no code', async () => {
    const { ann, session, holder } = await steppedUp()
    const other = await world.signIn(ann, world.browser())
    await world.scanApp(holder, ann, browser)
    await world.confirm(holder, ann, world.appCode(ann), session)
    expect(await world.isOpen(other)).toBe(false)
    expect(await world.openSessions(ann)).toBe(1)
  })

  it('accepts its code neither again at set-up nor at a sign-in', async () => {
    const { ann, session, holder } = await steppedUp()
    await world.scanApp(holder, ann, browser)
    const code = world.appCode(ann)
    await world.confirm(holder, ann, code, session)
    expect(await codeOf(world.confirm(holder, ann, code, session))).toBe('challenge_not_found')
    const step = await world.enterPassword(ann, browser)
    expect(await world.enterCode({ token: 'token' in step ? step.token : '' }, code, browser)).toMatchObject({ kind: 'refused', why: { kind: 'used' } })
  })

  it('takes a code of the secret that was shown last, and of none before it', async () => {
    const { ann, session, holder } = await steppedUp()
    await world.scanApp(holder, ann, browser)
    const former = world.appCode(ann)
    await world.scanApp(holder, ann, browser)
    expect(await world.confirm(holder, ann, former, session)).toMatchObject({ kind: 'refused' })
    expect(await world.confirm(holder, ann, world.appCode(ann), session)).toMatchObject({ kind: 'enrolled' })
  })

  it('keeps the backup codes when a second method is added', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const session = await world.signIn(ann, browser)
    await world.givePhone(session.holder, ann, browser)
    expect(await world.confirm(session.holder, ann, world.textedCode(ann), session)).toMatchObject({ kind: 'enrolled', backupCodes: null, replaced: false })
    expect((await world.load(ann)).backupCodesLeft).toBe(10)
    expect((await world.load(ann)).authenticators.map(({ method }) => method)).toEqual(['totp', 'sms'])
  })

  it('replaces an app in the commit that proves the new one; until then the old one works', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const session = await world.signIn(ann, browser)
    const old = ann.app
    await world.scanApp(session.holder, ann, browser)
    const fresh = ann.app
    ann.app = old
    await world.signIn(ann, world.browser())
    ann.app = fresh
    expect(await world.confirm(session.holder, ann, world.appCode(ann), session)).toMatchObject({ kind: 'enrolled', replaced: true })
    expect((await world.load(ann)).authenticators).toHaveLength(1)
    expect(await world.notices(ann)).toContain('method-changed')

    world.pass(60)
    const step = await world.enterPassword(ann, world.browser())
    if (step.kind !== 'verify') throw new Error(step.kind)
    ann.app = old
    expect(await world.enterCode(step, world.appCode(ann), browser)).toMatchObject({ kind: 'refused' })
    ann.app = fresh
    expect(await world.enterCode(step, world.appCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('replaces a phone number, and texts no more to the old one', async () => {
    const ann = await world.person({ enrolled: ['sms'] })
    const session = await world.signIn(ann, browser)
    const old = ann.phone
    await world.givePhone(session.holder, ann, browser, '+12025550188')
    expect(world.texts.at(-1)?.to).toBe('+12025550188')
    expect(await world.confirm(session.holder, ann, world.textedCode(ann), session)).toMatchObject({ kind: 'enrolled', replaced: true })
    const texts = world.texts.length
    await world.enterPassword(ann, world.browser())
    expect(world.texts.slice(texts).map(({ to }) => to)).toEqual(['+12025550188'])
    expect(old).not.toBe('+12025550188')
  })

  it('lets a wrong number be changed without starting over', async () => {
    const { ann, session, holder } = await steppedUp()
    expect(await world.engine.setUp.start(holder, 'sms', { number: '12' }, browser)).toEqual({ kind: 'invalid', why: 'too-short' })
    await world.givePhone(holder, ann, browser, '+12025550111')
    const misdirected = world.textedCode(ann)
    await world.givePhone(holder, ann, browser, '+12025550122')
    expect(await world.confirm(holder, ann, misdirected, session)).toMatchObject({ kind: 'refused' })
    expect(await world.confirm(holder, ann, world.textedCode(ann), session)).toMatchObject({ kind: 'enrolled', method: 'sms' })
    expect((await world.load(ann)).authenticators[0]?.label).toBe('22')
  })

  it('sets up no method that policy does not allow, nor one that nobody sets up', async () => {
    const { ann, holder } = await steppedUp()
    await world.setPolicy({ allowedMethods: ['sms'] })
    expect(await codeOf(world.scanApp(holder, ann, browser))).toBe('not_allowed')
    for (const method of ['backup-code', 'email'] as const) expect(await codeOf(world.engine.setUp.start(holder, method, {}, browser))).toBe('not_allowed')
  })

  it('is over half an hour after it began, to the second', async () => {
    const { ann, session, holder } = await steppedUp()
    await world.scanApp(holder, ann, browser)
    const begun = world.now
    world.now = begun + 30 * 60
    expect(await codeOf(world.confirm(holder, ann, world.appCode(ann), session))).toBe('challenge_not_found')
    world.now = begun + 30 * 60 - 1
    if (ann.app !== null) ann.app.usedStep = 0
    expect(await world.confirm(holder, ann, world.appCode(ann), session)).toMatchObject({ kind: 'enrolled' })
  })

  it("belongs to its session: another's code goes nowhere", async () => {
    const { ann, holder } = await steppedUp()
    await world.scanApp(holder, ann, browser)
    const bob = await world.person()
    const his = await world.signIn(bob, world.browser())
    expect(await codeOf(world.confirm(his.holder, bob, world.appCode(ann), his))).toBe('challenge_not_found')
    const hersElsewhere = await world.signIn(ann, world.browser())
    expect(await codeOf(world.confirm(hersElsewhere.holder, ann, world.appCode(ann), hersElsewhere))).toBe('challenge_not_found')
  })

  it('happens once, however often its page is sent at the same time', async () => {
    const { ann, session, holder } = await steppedUp()
    await world.scanApp(holder, ann, browser)
    const code = world.appCode(ann)
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => world.engine.setUp.confirm(holder, code, session.browser)))
    expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value.kind === 'enrolled')).toHaveLength(1)
    expect(await world.load(ann)).toMatchObject({ authenticators: { length: 1 }, backupCodesLeft: 10 })
  })
})

describe('set-up during sign-in', () => {
  beforeEach(() => world.setPolicy({ requiredSince: NOW, graceDays: 0 }))

  it('ends in the session that the person came for', async () => {
    const { ann, holder } = await pendingSetUp()
    expect(await world.engine.setUp.view(holder)).toMatchObject({ because: 'organization', methods: ['totp', 'sms'], held: [], confirmEmail: null, returnTo: '/invoices' })
    await world.scanApp(holder, ann, browser)
    expect(await world.openSessions(ann)).toBe(0)
    const answer = await world.confirm(holder, ann, world.appCode(ann), browser)
    expect(answer).toMatchObject({ kind: 'enrolled', returnTo: '/invoices', signIn: { verified: { amr: ['pwd', 'otp', 'mfa'], secondStepAt: world.now }, offerBackupCodes: false } })
    expect(await world.openSessions(ann)).toBe(1)
    expect(await world.notices(ann)).toEqual(['method-added-at-sign-in'])
  })

  it('ends every session that was open before', async () => {
    await world.setPolicy({ requiredSince: null })
    const ann = await world.person()
    const old = await world.signIn(ann, world.browser())
    await world.setPolicy({ requiredSince: NOW })
    const step = await world.enterPassword(ann, browser)
    const holder = { kind: 'pending', token: 'token' in step ? step.token : '' } as const
    await world.scanApp(holder, ann, browser)
    await world.confirm(holder, ann, world.appCode(ann), browser)
    expect(await world.isOpen(old)).toBe(false)
    expect(await world.openSessions(ann)).toBe(1)
  })

  it('is used once: its page opens nothing more', async () => {
    const { ann, holder } = await pendingSetUp()
    await world.scanApp(holder, ann, browser)
    await world.confirm(holder, ann, world.appCode(ann), browser)
    expect(await codeOf(world.scanApp(holder, ann, browser))).toBe('challenge_not_found')
    expect(await codeOf(world.engine.setUp.view(holder))).toBe('challenge_not_found')
  })

  it('that was begun twice is finished once: the other is void', async () => {
    const { ann, holder } = await pendingSetUp()
    const step = await world.enterPassword(ann, browser)
    const second = { kind: 'pending', token: 'token' in step ? step.token : '' } as const
    await world.scanApp(second, ann, browser)
    await world.confirm(second, ann, world.appCode(ann), browser)
    expect(await codeOf(world.engine.setUp.start(holder, 'sms', { number: ann.phone }, browser))).toBe('challenge_not_found')
  })
})

describe('set-up that must be confirmed by e-mail', () => {
  beforeEach(() => world.setPolicy({ confirmSetUpByEmail: 'always-required' }))

  async function ofPayments(facts: { email?: null } = {}) {
    const ann = await world.person({ role: 'payments', ...facts })
    const step = await world.enterPassword(ann, browser)
    return { ann, holder: { kind: 'pending', token: 'token' in step ? step.token : '' } as const }
  }

  it('begins with a code to the address of our own row, and nothing goes on before it', async () => {
    const { ann, holder } = await ofPayments()
    expect(await world.engine.setUp.view(holder)).toMatchObject({ because: 'role', confirmEmail: 'a•••@example.org' })
    expect(await codeOf(world.scanApp(holder, ann, browser))).toBe('not_allowed')
    await world.engine.setUp.sendEmailConfirmation(holder, browser)
    expect(world.mails.map(({ to }) => to)).toEqual([ann.email])
    expect(await world.engine.setUp.verifyEmailConfirmation(holder, world.wrongCode(ann), browser)).toMatchObject({ kind: 'refused' })
    expect(await codeOf(world.scanApp(holder, ann, browser))).toBe('not_allowed')
    expect(await world.engine.setUp.verifyEmailConfirmation(holder, world.mailedCode(ann), browser)).toEqual({ kind: 'confirmed' })
    expect(await world.openSessions(ann)).toBe(0)
    await world.scanApp(holder, ann, browser)
    expect(await world.confirm(holder, ann, world.appCode(ann), browser)).toMatchObject({ kind: 'enrolled' })
  })

  it('says at once that the e-mail could not be sent, and keeps nothing to send later', async () => {
    const { ann, holder } = await ofPayments()
    world.isDown = true
    const view = await world.engine.setUp.sendEmailConfirmation(holder, browser)
    expect(view.delivery).toBe('failed')
    expect(standingRefusal(textFor('en'), view, world.now)).toBe("The e-mail couldn't be sent. Try again in a moment, or ask your administrator.")
    expect(await world.notices(ann)).toEqual([])
  })

  it('confirms one sign-in, not the next', async () => {
    const { ann, holder } = await ofPayments()
    await world.engine.setUp.sendEmailConfirmation(holder, browser)
    await world.engine.setUp.verifyEmailConfirmation(holder, world.mailedCode(ann), browser)
    const step = await world.enterPassword(ann, world.browser())
    expect(await codeOf(world.scanApp({ kind: 'pending', token: 'token' in step ? step.token : '' }, ann, browser))).toBe('not_allowed')
  })

  it('sends no second e-mail before the wait is over, however often it is asked for', async () => {
    const { ann, holder } = await ofPayments()
    await world.engine.setUp.sendEmailConfirmation(holder, browser)
    const code = world.mailedCode(ann)
    await world.engine.setUp.verifyEmailConfirmation(holder, world.wrongCode(ann), browser)
    for (let click = 0; click < 5; click += 1) expect(await world.engine.setUp.sendEmailConfirmation(holder, browser)).toMatchObject({ attemptsLeft: 4 })
    expect(world.mails).toHaveLength(1)
    world.pass(30)
    await world.engine.setUp.sendEmailConfirmation(holder, browser)
    expect(world.mails).toHaveLength(2)
    expect(await world.engine.setUp.verifyEmailConfirmation(holder, code, browser)).toMatchObject({ kind: 'refused' })
    expect(await world.engine.setUp.verifyEmailConfirmation(holder, world.mailedCode(ann), browser)).toEqual({ kind: 'confirmed' })
  })

  it('gives no fresh attempts by being asked for again, however late in the same set-up', async () => {
    const { ann, holder } = await ofPayments()
    await world.engine.setUp.sendEmailConfirmation(holder, browser)
    for (let attempt = 0; attempt < 3; attempt += 1) await world.engine.setUp.verifyEmailConfirmation(holder, world.wrongCode(ann), browser)
    world.pass(10 * 60)
    expect(await world.engine.setUp.sendEmailConfirmation(holder, browser)).toMatchObject({ attemptsLeft: 2 })
    await world.engine.setUp.verifyEmailConfirmation(holder, world.wrongCode(ann), browser)
    expect(await world.engine.setUp.verifyEmailConfirmation(holder, world.wrongCode(ann), browser)).toEqual({ kind: 'over' })
    world.pass(60)
    expect(await codeOf(world.engine.setUp.sendEmailConfirmation(holder, browser))).toBe('challenge_not_found')
    expect(world.mails).toHaveLength(2)
  })

  it('is sent ten times an hour, however often the password is given again', async () => {
    const ann = await world.person({ role: 'payments' })
    for (let sent = 1; sent <= 12; sent += 1) {
      const step = await world.enterPassword(ann, world.browser())
      const holder = { kind: 'pending', token: 'token' in step ? step.token : '' } as const
      expect(await world.engine.setUp.sendEmailConfirmation(holder, browser)).toMatchObject({ delivery: sent <= 10 ? 'sent' : 'limited' })
    }
    expect(world.mails).toHaveLength(10)
    world.pass(60 * 60)
    const step = await world.enterPassword(ann, browser)
    expect(await world.engine.setUp.sendEmailConfirmation({ kind: 'pending', token: 'token' in step ? step.token : '' }, browser)).toMatchObject({ delivery: 'sent' })
  })

  it('comes before set-up from a session too, where the password is all there is to give again', async () => {
    const ann = await world.person()
    const session = await world.signIn(ann, browser)
    await world.stepUp(session, ann)
    await world.giveRole(ann, 'payments')
    const { holder } = session
    const { setUp } = world.engine
    expect(await setUp.view(holder)).toMatchObject({ confirmEmail: 'a•••@example.org' })
    expect(await codeOf(setUp.start(holder, 'totp', {}, browser))).toBe('not_allowed')

    await setUp.sendEmailConfirmation(holder, browser)
    const code = world.mailedCode(ann)
    expect(await setUp.verifyEmailConfirmation(holder, world.wrongCode(ann), browser)).toMatchObject({ kind: 'refused' })
    expect(await setUp.verifyEmailConfirmation(holder, code, browser)).toEqual({ kind: 'confirmed' })
    expect(await codeOf(setUp.verifyEmailConfirmation(holder, code, browser))).toBe('challenge_not_found')
    expect(await setUp.view(holder)).toMatchObject({ confirmEmail: null })
    const elsewhere = await world.signIn(await world.person(), browser)
    expect(elsewhere.holder.sessionId).not.toBe(holder.sessionId)
    await world.scanApp(holder, ann, browser)
    expect(await world.confirm(holder, ann, world.appCode(ann), session)).toMatchObject({ kind: 'enrolled' })
    // From now on a code of the method that is on is asked for instead.
    expect(await codeOf(setUp.start(holder, 'sms', { number: ann.phone }, browser))).toBe('no error')
  })

  it('counts for the session it was given in, for half an hour, and asks afresh after five wrong codes', async () => {
    await world.setPolicy({ confirmSetUpByEmail: 'everybody' })
    const ann = await world.person()
    const [owner, thief] = [await world.signIn(ann, browser), await world.signIn(ann, world.browser())]
    const { setUp } = world.engine
    await setUp.sendEmailConfirmation(owner.holder, browser)
    for (let attempt = 0; attempt < 5; attempt += 1) await setUp.verifyEmailConfirmation(owner.holder, world.wrongCode(ann), browser)
    expect(await setUp.verifyEmailConfirmation(owner.holder, world.mailedCode(ann), browser)).toEqual({ kind: 'over' })
    world.pass(60)
    expect(await setUp.sendEmailConfirmation(owner.holder, browser)).toMatchObject({ attemptsLeft: 5 })
    expect(await setUp.verifyEmailConfirmation(owner.holder, world.mailedCode(ann), browser)).toEqual({ kind: 'confirmed' })
    expect(await setUp.view(thief.holder)).toMatchObject({ confirmEmail: 'a•••@example.org' })
    world.pass(30 * 60)
    expect(await setUp.view(owner.holder)).toMatchObject({ confirmEmail: 'a•••@example.org' })
  })

  it('is asked for also where it came to be while a method waited for its code, signed in and during sign-in', async () => {
    await world.setPolicy({ confirmSetUpByEmail: 'nobody', requiredSince: NOW, graceDays: 0 })
    const pending = await pendingSetUp()
    const ben = await world.person()
    await world.setPolicy({ requiredSince: null })
    const session = await world.signIn(ben, world.browser())
    await world.stepUp(session, ben)
    for (const { holder, person } of [{ holder: pending.holder, person: pending.ann }, { holder: session.holder, person: ben }]) {
      await world.setPolicy({ confirmSetUpByEmail: 'nobody' })
      await world.scanApp(holder, person, browser)
      await world.setPolicy({ confirmSetUpByEmail: 'everybody' })
      expect(await world.confirm(holder, person, world.appCode(person), browser)).toEqual({ kind: 'confirm-email' })
      expect(await world.load(person)).toMatchObject({ authenticators: [], guard: { dayFailures: 0 } })

      await world.engine.setUp.sendEmailConfirmation(holder, browser)
      await world.engine.setUp.verifyEmailConfirmation(holder, world.mailedCode(person), browser)
      expect(await world.confirm(holder, person, world.appCode(person), browser)).toMatchObject({ kind: 'enrolled' })
    }
  })

  it('is not asked for again when its half hour ends while the method waits for its code', async () => {
    await world.setPolicy({ confirmSetUpByEmail: 'everybody' })
    const ann = await world.person()
    const session = await world.signIn(ann, browser)
    await world.stepUp(session, ann)
    await world.engine.setUp.sendEmailConfirmation(session.holder, browser)
    await world.engine.setUp.verifyEmailConfirmation(session.holder, world.mailedCode(ann), browser)
    world.pass(29 * 60)
    await world.stepUp(session, ann)
    await world.scanApp(session.holder, ann, browser)
    world.pass(5 * 60)
    expect(await world.confirm(session.holder, ann, world.appCode(ann), session)).toMatchObject({ kind: 'enrolled' })
  })

  it('is asked of nobody without an address, nor of others than those it is for', async () => {
    const { ann, holder } = await ofPayments({ email: null })
    expect(await world.engine.setUp.view(holder)).toMatchObject({ confirmEmail: null })
    expect(await codeOf(world.engine.setUp.sendEmailConfirmation(holder, browser))).toBe('not_allowed')
    await world.scanApp(holder, ann, browser)
    await world.setPolicy({ requiredSince: NOW, graceDays: 0 })
    const staff = await pendingSetUp()
    expect(await world.engine.setUp.view(staff.holder)).toMatchObject({ confirmEmail: null })
    await world.setPolicy({ confirmSetUpByEmail: 'everybody' })
    expect(await codeOf(world.scanApp(staff.holder, staff.ann, browser))).toBe('not_allowed')
  })
})
