import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, type EngineWorld, openEngineWorld, type TestBrowser, type TestPerson, type TestSession } from '../support/engine-world.ts'

const HOUR = 60 * 60

let world: EngineWorld
let ann: TestPerson
let browser: TestBrowser
let administrator: TestPerson
let office: TestSession
beforeAll(async () => {
  world = await openEngineWorld()
})
beforeEach(async () => {
  await world.begin()
  ann = await world.person({ enrolled: ['totp', 'sms'] })
  browser = world.browser()
  administrator = await world.person({ enrolled: ['totp'], role: 'administrator' })
  office = await world.signIn(administrator, world.browser())
})
afterAll(() => world.close())

/** The administrator reads a pass out. */
async function issue(person: TestPerson): Promise<{ pass: string; expiresAt: number }> {
  if (!(await world.engine.stepUp.isFresh(office.holder))) await world.stepUp(office, administrator)
  const issued = await world.engine.administration.issueRecoveryPass(office.holder, person.id, office.browser)
  if (issued.kind !== 'issued') throw new Error(issued.why)
  return issued
}

/** The page that asks somebody for a code. */
async function pending(person = ann) {
  const step = await world.enterPassword(person, browser)
  if (step.kind !== 'verify') throw new Error(step.kind)
  return step
}

/** Redeems a pass of Ann's, and gives the set-up that it leads to. */
async function redeemed() {
  const { pass } = await issue(ann)
  const answer = await world.enterCode(await pending(), pass, browser)
  if (answer.kind !== 'set-up') throw new Error(JSON.stringify(answer))
  return { pass, holder: { kind: 'pending', token: answer.token } as const }
}

const wrong = { kind: 'refused', why: { kind: 'wrong' } }
const malformed = { kind: 'refused', why: { kind: 'malformed' } }

describe('a recovery pass', () => {
  it('leads to set-up, is typed where a code is asked for, and is written down', async () => {
    const { holder } = await redeemed()
    expect(await world.engine.setUp.view(holder)).toMatchObject({ because: 'recovery', skippableUntil: null, confirmEmail: null })
    expect((await world.activity(ann)).map(({ action }) => action)).toEqual([
      'recovery-pass.issued',
      'sign-in.password-accepted',
      'code.accepted',
      'recovery-pass.used',
    ])
    expect(await world.notices(ann)).toEqual(['recovery-pass-issued'])
  })

  it('can be chosen as another way, in small letters and with spaces', async () => {
    const { pass } = await issue(ann)
    const step = await pending()
    const holder = { kind: 'pending', token: step.token } as const
    await world.engine.challenges.chooseMethod(holder, 'sign-in', 'recovery-pass', browser)
    expect(await world.enterCode(step, pass.toLowerCase().replaceAll('-', ' '), browser)).toMatchObject({ kind: 'set-up' })
  })

  it('works once', async () => {
    const { pass } = await redeemed()
    expect(await world.enterCode(await pending(), pass, browser)).toMatchObject(malformed)
  })

  it('is issued to nobody who is deactivated, so that none opens the account in the hour after a reactivation', async () => {
    await world.deactivate(ann)
    const { administration } = world.engine
    expect(await administration.issueRecoveryPass(office.holder, ann.id, office.browser)).toEqual({ kind: 'refused', why: 'deactivated' })
    expect(await administration.reset(office.holder, ann.id, office.browser)).toEqual({ kind: 'refused', why: 'deactivated' })
    expect(await world.db.selectFrom('nightlatch_recovery_pass').select('id').where('user_id', '=', ann.id).execute()).toEqual([])
    expect(await world.notices(ann)).toEqual([])
  })

  it('is open for nobody whose account was deactivated in the same moment', async () => {
    await world.stepUp(office, administrator)
    const issuing = Array.from({ length: 5 }, () => codeOf(world.engine.administration.issueRecoveryPass(office.holder, ann.id, office.browser)))
    await Promise.all([...issuing.slice(0, 2), world.deactivate(ann), ...issuing.slice(2)])
    expect(await world.store.openRecoveryPass(ann.organizationId, ann.id, world.now)).toBeNull()
    expect((await world.load(ann)).user.recoveryPassUntil).toBeNull()
  })

  it('works once of twenty sign-ins at once', async () => {
    const { pass } = await issue(ann)
    const steps = await Promise.all(Array.from({ length: 20 }, () => pending()))
    const answers = await Promise.all(steps.map((step) => world.enterCode(step, pass, browser)))
    expect(answers.filter(({ kind }) => kind === 'set-up')).toHaveLength(1)
    expect(answers.filter(({ kind }) => kind === 'signed-in')).toHaveLength(0)
  })

  it('works for an hour, to the second', async () => {
    const last = await issue(ann)
    world.now = last.expiresAt - 1
    expect(await world.enterCode(await pending(), last.pass, browser)).toMatchObject({ kind: 'set-up' })
    const late = await issue(ann)
    expect(late.expiresAt).toBe(world.now + HOUR)
    const step = await pending()
    world.now = late.expiresAt
    expect((await pending()).kind).toBe('verify')
    expect(await codeOf(world.enterCode(step, late.pass, browser))).toBe('challenge_not_found')
    expect(await world.enterCode(await pending(), late.pass, browser)).toMatchObject(malformed)
    world.pass(1)
    expect(await world.enterCode(await pending(), late.pass, browser)).toMatchObject(malformed)
  })

  it('is good for nothing once another was given', async () => {
    const former = await issue(ann)
    const latter = await issue(ann)
    expect(await world.enterCode(await pending(), former.pass, browser)).toMatchObject(wrong)
    expect(await world.enterCode(await pending(), latter.pass, browser)).toMatchObject({ kind: 'set-up' })
  })

  it('is good for one person alone', async () => {
    const bob = await world.person({ enrolled: ['totp'] })
    const { pass } = await issue(ann)
    expect(await world.enterCode(await pending(bob), pass, browser)).toMatchObject(malformed)
    const his = await issue(bob)
    expect(await world.enterCode(await pending(bob), pass, browser)).toMatchObject(wrong)
    expect(await world.enterCode(await pending(), his.pass, browser)).toMatchObject(wrong)
    expect(await world.enterCode(await pending(bob), his.pass, browser)).toMatchObject({ kind: 'set-up' })
    expect(await world.enterCode(await pending(), pass, browser)).toMatchObject({ kind: 'set-up' })
  })

  it('works while six-digit codes are locked', async () => {
    for (;;) {
      const answer = await world.enterCode(await pending(), world.wrongCode(ann), browser)
      if (answer.kind !== 'refused' || answer.why.kind === 'locked') break
      if (answer.why.kind === 'wait') world.now = answer.why.until
    }
    expect((await world.guard(ann)).lockedAt).not.toBeNull()
    const { holder } = await redeemed()
    await world.scanApp(holder, ann, browser)
    expect(await world.confirm(holder, ann, world.appCode(ann), browser)).toMatchObject({ kind: 'enrolled' })
  })

  it('ends when the methods change, however that came about', async () => {
    const { pass } = await issue(ann)
    const session = await world.signIn(ann, world.browser())
    await world.givePhone(session.holder, ann, session.browser, '+12015550999')
    await world.confirm(session.holder, ann, world.textedCode(ann), session)
    expect((await world.load(ann)).user.recoveryPassUntil).toBeNull()
    expect(await world.store.openRecoveryPass(ann.organizationId, ann.id, world.now)).toBeNull()
    expect(await world.enterCode(await pending(), pass, browser)).toMatchObject(malformed)
    await world.enterCode(await pending(), (await issue(ann)).pass, browser)
    expect((await world.load(ann)).user.recoveryPassUntil).toBeNull()
  })

  it('changes no settings: a step-up does not take it', async () => {
    const session = await world.signIn(ann, browser)
    world.pass(5 * 60)
    const { pass } = await issue(ann)
    await world.engine.stepUp.view(session.holder, browser)
    expect(await world.engine.stepUp.verify(session.holder, pass, browser)).toMatchObject(malformed)
  })
})

describe('set-up after a recovery pass', () => {
  it.each([
    ['optional', {}],
    ['required, with grace left', { requiredSince: 0, graceDays: 90 }],
  ])('is all there is, and cannot be put off, where it is %s', async (_, policy) => {
    await world.setPolicy(policy)
    const { holder } = await redeemed()
    expect(await world.openSessions(ann)).toBe(0)
    expect((await world.engine.setUp.view(holder)).skippableUntil).toBeNull()
    expect(await codeOf(world.engine.signIn.postponeSetUp(holder.token, browser))).toBe('not_allowed')
    expect(await codeOf(world.engine.challenges.view(holder, 'sign-in'))).toBe('challenge_not_found')
    expect(await world.openSessions(ann)).toBe(0)
  })

  it('ends every former method and backup code once a new one is proved, and not before', async () => {
    const elsewhere = await world.signIn(ann, world.browser())
    const [former] = ann.backupCodes
    const oldApp = ann.app
    const { holder } = await redeemed()
    await world.scanApp(holder, ann, browser)
    expect((await world.load(ann)).authenticators.map(({ method }) => method)).toEqual(['totp', 'sms'])
    expect((await world.load(ann)).backupCodesLeft).toBe(10)
    expect(await world.isOpen(elsewhere)).toBe(true)

    const answer = await world.confirm(holder, ann, world.appCode(ann), browser)
    expect(answer).toMatchObject({ kind: 'enrolled', method: 'totp', replaced: false, signIn: { kind: 'signed-in' } })
    expect((await world.load(ann)).authenticators.map(({ method }) => method)).toEqual(['totp'])
    expect(await world.isOpen(elsewhere)).toBe(false)
    expect(await world.openSessions(ann)).toBe(1)
    expect(ann.backupCodes).not.toContain(former)
    expect(await world.enterCode(await pending(), former, browser)).toMatchObject(wrong)
    const fresh = ann.app
    ann.app = oldApp
    world.pass(60)
    expect(await world.enterCode(await pending(), world.appCode(ann), browser)).toMatchObject(wrong)
    ann.app = fresh
    expect(await world.enterCode(await pending(), world.appCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('that is abandoned leaves the former methods and backup codes on', async () => {
    const oldApp = ann.app
    const { holder } = await redeemed()
    await world.scanApp(holder, ann, browser)
    ann.app = oldApp
    world.pass(30 * 60)
    expect(await codeOf(world.engine.setUp.view(holder))).toBe('challenge_not_found')
    expect(await world.enterCode(await pending(), ann.backupCodes[0], browser)).toMatchObject({ kind: 'signed-in' })
    await world.signIn(ann, world.browser())
  })

  it('is void once the person signed in by a former method and changed something', async () => {
    const oldApp = ann.app
    const { holder } = await redeemed()
    ann.app = oldApp
    const session = await world.signIn(ann, world.browser())
    await world.scanApp(session.holder, ann, session.browser)
    await world.confirm(session.holder, ann, world.appCode(ann), session)
    expect(await codeOf(world.engine.setUp.view(holder))).toBe('challenge_not_found')
  })
})
