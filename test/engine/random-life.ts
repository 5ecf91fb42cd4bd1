import * as fc from 'fast-check'
import { expect } from 'vitest'
import type { Policy } from '../../src/engine/model.ts'
import type { NotProved } from '../../src/engine/proof.ts'
import type { SignedIn, SignInStep } from '../../src/engine/sign-in.ts'
import { codeAt } from '../../src/methods/totp-code.ts'
import { codeOf, type EngineWorld, type TestBrowser, type TestPerson, type TestSession } from '../support/engine-world.ts'
import {
  allowedOf,
  demandOf,
  endEverythingElse,
  graceOf,
  hasOpenPass,
  isPendingOver,
  isRequired,
  isSessionOver,
  isSteppedUp,
  isTrusted,
  type Kind,
  lacksSetUp,
  mayTry,
  mayTryBackupCode,
  methodsChanged,
  type ModelPending,
  type ModelPerson,
  type ModelPolicy,
  type ModelSession,
  newcomer,
  right,
  rightBackupCode,
  trustDaysOf,
} from './reference-model.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const DAYS_OF_TRUST = [0, 1, 30]

const nobody = fc.constantFrom(0, 0, 1) // mostly one person, so that things happen to them
const browser = fc.nat(1)
const kind = fc.constantFrom<Kind>('totp', 'sms')
const answer = fc.constantFrom('right', 'right', 'right', 'wrong', 'reused', 'malformed', 'of-the-other', 'backup', 'used-backup', 'recovery-pass')
const passing = fc.constantFrom(1, 1, 30, 30, 5 * MINUTE - 1, 5 * MINUTE, 10 * MINUTE, HOUR, DAY - 1, DAY, 7 * DAY, 30 * DAY)

/** What can happen in an organization; the index of a sign-in or session counts from the latest. */
export const deed = fc.oneof(
  { weight: 5, arbitrary: fc.record({ deed: fc.constant('password' as const), person: nobody, browser }) },
  { weight: 6, arbitrary: fc.record({ deed: fc.constant('code' as const), person: nobody, browser, which: fc.constantFrom(0, 0, 0, 0, 1), answer, trust: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('guess' as const), person: nobody, browser, times: fc.constantFrom(3, 5, 6) }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('choose' as const), person: nobody, kind: fc.constantFrom<Kind | 'backup-code'>('totp', 'sms', 'backup-code') }) },
  { weight: 3, arbitrary: fc.record({ deed: fc.constant('set-up' as const), person: nobody, browser, which: fc.constantFrom(0, 0, 1), kind, right: fc.constantFrom(true, true, false) }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('not-now' as const), person: nobody, which: fc.constantFrom(0, 0, 1) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      deed: fc.constant('setting' as const),
      person: nobody,
      browser,
      which: fc.constantFrom(0, 0, 1),
      setting: fc.oneof(
        { weight: 4, arbitrary: fc.record({ change: fc.constant('enroll' as const), kind, right: fc.constantFrom(true, true, true, false) }) },
        { weight: 2, arbitrary: fc.record({ change: fc.constant('remove' as const), kind }) },
        { weight: 3, arbitrary: fc.record({ change: fc.constantFrom('turn-off' as const, 'revoke-all' as const, 'revoke-one' as const, 'backup-codes' as const) }) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('reset-password' as const), person: nobody }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('role' as const), person: nobody, payments: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constantFrom('reset' as const, 'deactivate' as const, 'reactivate' as const), person: nobody }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('issue-pass' as const), person: nobody, isUsed: fc.boolean(), browser }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('exempt' as const), person: nobody, days: fc.constantFrom(null, 1, 30) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      deed: fc.constant('policy' as const),
      required: fc.boolean(),
      graceDays: fc.constantFrom(0, 0, 7),
      allowed: fc.constantFrom<readonly Kind[]>(['totp', 'sms'], ['totp', 'sms'], ['totp'], ['sms']),
      trustDays: fc.constantFrom(...DAYS_OF_TRUST),
      roleTrustDays: fc.constantFrom(null, ...DAYS_OF_TRUST),
    }),
  },
  { weight: 3, arbitrary: fc.record({ deed: fc.constant('pass' as const), seconds: passing }) },
)

type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never
type DeedOf<K extends Deed['deed']> = Extract<Deed, { deed: K }>

/** One person of the model with the same one of the engine. */
interface Character {
  model: ModelPerson
  real: TestPerson
  pendingTokens: Map<ModelPending, string>
  sessions: Map<ModelSession, TestSession>
  acceptedCode: string | null // the last app code that was taken
  usedBackupCodes: string[]
}

/**
 * Lives through the deeds with two people at two browsers that they share, and
 * compares after each one what the model demands with what the engine does.
 */
export async function live(world: EngineWorld, deeds: readonly Deed[]): Promise<void> {
  await world.begin()
  let policy: ModelPolicy = { requiredSince: null, graceDays: 14, allowed: ['totp', 'sms'], trustDays: 30, roleTrustDays: null }
  const browsers = [world.browser(), world.browser({ address: '198.51.100.7' })]
  const characters = [await character(['totp', 'sms']), await character([])]
  let administrator: TestPerson | null = null

  for (const each of deeds) {
    await carryOut(each)
    if ('person' in each) await compare(characterOf(each))
    else if (each.deed === 'policy') await compare(characters[0]!)
  }
  for (const each of characters) await compare(each)
  for (const { real } of characters) expectFewTexts(real)

  async function character(enrolled: Kind[]): Promise<Character> {
    const model = newcomer(world.now)
    for (const kind of enrolled) model.methods.add(kind)
    return { model, real: await world.person({ enrolled }), pendingTokens: new Map(), sessions: new Map(), acceptedCode: null, usedBackupCodes: [] }
  }

  function carryOut(each: Deed): Promise<void> | void {
    switch (each.deed) {
      case 'password':
        return password(each)
      case 'code':
        return code(each)
      case 'guess':
        return guess(each)
      case 'choose':
        return choose(each)
      case 'set-up':
        return setUp(each)
      case 'not-now':
        return notNow(each)
      case 'setting':
        return setting(each)
      case 'reset-password':
        return resetPassword(each)
      case 'role':
        return role(each)
      case 'reset':
        return reset(each)
      case 'deactivate':
      case 'reactivate':
        return setActive(each, each.deed === 'reactivate')
      case 'issue-pass':
        return issuePass(each)
      case 'exempt':
        return exempt(each)
      case 'policy':
        return savePolicy(each)
      case 'pass':
        return world.pass(each.seconds)
    }
  }

  /** The promise itself: exactly the sessions that the model knows are open, and exactly those people are confined that must be. */
  async function compare({ model, real, sessions }: Character): Promise<void> {
    const open = model.sessions.filter((session) => !isSessionOver(session, world.now))
    expect(await world.openSessions(real)).toBe(open.length)
    for (const session of model.sessions.slice(-2)) {
      const isOpen = !isSessionOver(session, world.now)
      expect(await world.isOpen(sessions.get(session)!)).toBe(isOpen)
      if (isOpen && world.now >= session.seenAt + MINUTE) session.seenAt = world.now
    }
    const mustSetUp = lacksSetUp(model, policy, world.now) && graceOf(model, policy, world.now) === null
    expect(world.engine.people.isConfined(await world.load(real), world.now)).toBe(mustSetUp)
  }

  async function password({ browser, ...each }: { person: number; browser: number }): Promise<void> {
    const { model, real, pendingTokens } = characterOf(each)
    if (!model.isActive) return void expect(await codeOf(world.enterPassword(real, browserOf(browser)))).toBe('not_allowed')
    const demand = demandOf(model, policy, browser, world.now)
    const texts = world.texts.length
    const step = await world.enterPassword(real, browserOf(browser))
    expect(step.kind).toBe({ nothing: 'signed-in', code: 'verify', 'set-up': 'set-up' }[demand])
    if (step.kind === 'signed-in') {
      expect(step.verified).toMatchObject({ amr: ['pwd'], secondStepAt: null })
      return await opened(characterOf(each), step, browser)
    }
    const pending = newPending({ browser, isKnown: model.known.has(browser), kind: demand === 'code' ? 'code' : 'set-up' })
    pendingTokens.set(pending, step.token)
    model.pending.push(pending)
    if (pending.kind === 'code') await lookAt(characterOf(each), pending, texts)
  }

  async function code({ answer, trust, ...each }: DeedOf<'code'>): Promise<void> {
    const someone = characterOf(each)
    const { model, real, pendingTokens } = someone
    if (each.which === 0 && !model.pending.some(({ kind, ...rest }) => kind === 'code' && !isPendingOver({ kind, ...rest }, world.now))) await password(each)
    const pending = latest(model.pending, each.which)
    if (pending === undefined) return
    const token = pendingTokens.get(pending)!
    const browser = browserOf(pending.browser)
    const { typed, isRight, isBackup, isMalformed, isPass } = answered(someone, pending, answer)

    // Where the method that the page asks for was retired meanwhile, the sign-in starts again.
    if (pending.kind === 'set-up' || isPendingOver(pending, world.now) || !offeredTo(someone).includes(pending.asked ?? '')) {
      expect(await codeOf(world.enterCode({ token }, typed, browser, { trustDevice: trust }))).toBe('challenge_not_found')
      return
    }
    const got = await world.enterCode({ token }, typed, browser, { trustDevice: trust })
    if (isMalformed) return expectRefused(got, 'malformed')
    if (pending.attemptsLeft === 0) return expect(got.kind).toBe('over') as unknown as void

    const bucket = pending.isKnown ? 'known' : 'other'
    if (!(isBackup ? mayTryBackupCode(model, world.now) : mayTry(model, bucket, world.now))) return expectRefused(got, 'wait')
    pending.attemptsLeft -= 1
    if (!isRight) {
      expect(pending.attemptsLeft === 0 ? got.kind === 'over' : got.kind === 'refused').toBe(true)
      return
    }

    pending.isOver = true
    if (isPass) {
      rightBackupCode(model)
      model.pass = null
      return mustSetUpAfter(someone, pending, got, true)
    }
    if (isBackup) {
      rightBackupCode(model)
      someone.usedBackupCodes.push(real.backupCodes.shift()!)
    } else {
      right(model, bucket)
      if (pending.asked === 'totp') someone.acceptedCode = typed as string
    }
    if (allowedOf(model, policy).length === 0) {
      return mustSetUpAfter(someone, pending, got, false)
    }
    if (got.kind !== 'signed-in') throw new Error(`expected a session, got ${JSON.stringify(got)}`)
    expect(got.verified.secondStepAt).toBe(world.now)
    expect(got.backupCodesLeft).toBe(isBackup ? real.backupCodes.length : null)
    knowBrowser(model, pending.browser, trust)
    await opened(someone, got, pending.browser)
  }

  /** After a retired method, or a recovery pass: no session before set-up is done. */
  function mustSetUpAfter({ model, pendingTokens }: Character, { browser, isKnown }: ModelPending, got: SignInStep | NotProved, isRecovery: boolean): void {
    if (got.kind !== 'set-up') throw new Error(`expected set-up, got ${got.kind}`)
    const next = { ...newPending({ browser, isKnown, kind: 'set-up' }), hasProved: true, isRecovery }
    pendingTokens.set(next, got.token)
    model.pending.push(next)
  }

  /** Wrong codes one after the other, which cost a wait from the fifth on. */
  async function guess({ times, ...each }: DeedOf<'guess'>): Promise<void> {
    for (let time = 0; time < times; time += 1) await code({ ...each, deed: 'code', which: 0, answer: 'wrong', trust: false })
  }

  async function choose({ kind, ...each }: DeedOf<'choose'>): Promise<void> {
    const { model, pendingTokens } = characterOf(each)
    const pending = latest(model.pending, 0)
    if (pending === undefined || pending.kind !== 'code') return
    const texts = world.texts.length
    const holder = { kind: 'pending', token: pendingTokens.get(pending)! } as const
    const outcome = await codeOf(world.engine.challenges.chooseMethod(holder, 'sign-in', kind, browserOf(pending.browser)))
    if (isPendingOver(pending, world.now)) return void expect(outcome).toBe('challenge_not_found')

    const isOffered = offeredTo(characterOf(each)).includes(kind)
    expect(outcome).toBe(isOffered ? 'no error' : 'not_allowed')
    if (isOffered) await lookAt(characterOf(each), pending, texts)
  }

  async function setUp({ kind, right: isRight, ...each }: DeedOf<'set-up'>): Promise<void> {
    const someone = characterOf(each)
    const { model, real, pendingTokens } = someone
    const setUps = () => model.pending.filter((pending) => pending.kind === 'set-up')
    if (each.which === 0 && setUps().every((pending) => isPendingOver(pending, world.now))) await password(each)
    const pending = latest(setUps(), each.which)
    if (pending === undefined) return
    const holder = { kind: 'pending', token: pendingTokens.get(pending)! } as const
    const started = await start(someone, holder, pending.browser, kind)
    if (isPendingOver(pending, world.now)) return void expect(started.outcome).toBe('challenge_not_found')
    if (!policy.allowed.includes(kind)) return void expect(started.outcome).toBe('not_allowed')
    expect(started.outcome).toBe('no error')

    const typed = isRight ? started.code() : null
    const got = await world.confirm(holder, real, typed ?? world.wrongCode(real), browserOf(pending.browser))
    const isKnown = model.known.has(pending.browser)
    if (!mayTry(model, isKnown ? 'known' : 'other', world.now)) return started.giveUp(got, 'wait')
    if (typed === null) return started.giveUp(got, 'wrong')
    right(model, isKnown ? 'known' : 'other')
    if (got.kind !== 'enrolled' || got.signIn === null) throw new Error(`expected a session after set-up, got ${JSON.stringify(got)}`)
    methodsChanged(model, null)
    if (pending.isRecovery) endFormerMethods(someone, kind)
    methodOn(someone, kind, typed)
    model.known.add(pending.browser)
    await opened(someone, got.signIn, pending.browser)
  }

  async function notNow(each: DeedOf<'not-now'>): Promise<void> {
    const someone = characterOf(each)
    const { model, pendingTokens } = someone
    const pending = latest(model.pending.filter((pending) => pending.kind === 'set-up'), each.which)
    if (pending === undefined) return
    const postponing = world.engine.signIn.postponeSetUp(pendingTokens.get(pending)!, browserOf(pending.browser))
    if (isPendingOver(pending, world.now)) return void expect(await codeOf(postponing)).toBe('challenge_not_found')
    if (pending.isRecovery || !lacksSetUp(model, policy, world.now) || graceOf(model, policy, world.now) === null) return void expect(await codeOf(postponing)).toBe('not_allowed')
    const signedIn = await postponing
    expect(signedIn.verified.secondStepAt).toBeNull()
    pending.isOver = true
    await opened(someone, signedIn, pending.browser)
  }

  async function setting({ setting, ...each }: DeedOf<'setting'>): Promise<void> {
    const someone = characterOf(each)
    const { model, sessions } = someone
    const open = () => model.sessions.filter((session) => !isSessionOver(session, world.now))
    if (each.which === 0 && open().length === 0) await code({ deed: 'code', person: each.person, browser: each.browser, which: 0, answer: 'right', trust: true })
    const session = latest(open(), each.which)
    if (session === undefined) return
    const held = sessions.get(session)!
    const { holder, browser } = held
    if (!isSteppedUp(session, world.now)) {
      expect(await codeOf(world.engine.mySecurity.turnOff(holder, browser))).toBe('step_up_required')
      expect(await codeOf(world.engine.devices.revokeAll(holder, browser))).toBe('step_up_required')
      if (!(await stepUp(someone, session))) return
    }
    switch (setting.change) {
      case 'enroll':
        return await enroll(someone, session, setting.kind, setting.right)
      case 'remove':
        return await remove(someone, session, setting.kind)
      case 'turn-off': {
        const got = await world.engine.mySecurity.turnOff(holder, browser)
        if (isRequired(model, policy, world.now)) return void expect(got).toEqual({ kind: 'refused', why: 'required' })
        if (model.methods.size === 0) return void expect(got).toEqual({ kind: 'removed', token: null })
        return turnedOff(someone, session, got)
      }
      case 'revoke-all':
        await world.engine.devices.revokeAll(holder, browser)
        model.trusted.clear()
        return
      case 'revoke-one': {
        const devices = await world.engine.devices.listTrusted(holder, browser)
        const trusted = [...model.trusted.keys()].filter((index) => isTrusted(model, policy, index, world.now))
        expect(devices.map(({ isThisOne }) => isThisOne).toSorted()).toEqual(trusted.map((index) => index === session.browser).toSorted())
        const here = devices.find(({ isThisOne }) => isThisOne)
        if (here === undefined) return
        await world.engine.devices.revoke(holder, here.id, browser)
        model.trusted.delete(session.browser)
        return
      }
      case 'backup-codes': {
        const making = world.engine.mySecurity.makeBackupCodes(holder, browser)
        if (model.methods.size === 0) return void expect(await codeOf(making)).toBe('not_allowed')
        const fresh = [...(await making)]
        someone.usedBackupCodes.push(...someone.real.backupCodes)
        someone.real.backupCodes = fresh
      }
    }
  }

  /** A fresh code, or the password where there is no method. False when the guard makes the person wait. */
  async function stepUp(someone: Character, session: ModelSession): Promise<boolean> {
    const { model, real, sessions } = someone
    const held = sessions.get(session)!
    const { holder, browser } = held
    const view = await world.engine.stepUp.view(holder, browser)
    expect(view === 'password').toBe(model.methods.size === 0)
    if (view === 'password') {
      held.token = (await world.engine.stepUp.byPassword(holder, browser)).token ?? held.token
      session.provedAt = world.now
      return true
    }
    if (session.asking === null || world.now >= session.asking.openedAt + 10 * MINUTE) {
      session.asking = { isKnown: model.known.has(session.browser), openedAt: world.now }
    }
    const texts = world.texts.length
    if (view.method === 'sms') await world.engine.challenges.resend(holder, 'step-up', browser)
    const typed = view.method === 'totp' ? world.appCode(real) : (world.texts.slice(texts).at(-1)?.code ?? null)
    if (typed === null || world.now >= session.asking.openedAt + 10 * MINUTE || isSessionOver(session, world.now)) return false
    const bucket = session.asking.isKnown ? 'known' : 'other'
    const got = await world.engine.stepUp.verify(holder, typed, browser)
    if (!mayTry(model, bucket, world.now)) {
      expectRefused(got, 'wait')
      return false
    }
    right(model, bucket)
    if (got.kind !== 'stepped-up') throw new Error(`expected a step-up, got ${JSON.stringify(got)}`)
    if (view.method === 'totp') someone.acceptedCode = typed
    held.token = got.token ?? held.token
    session.asking = null
    session.provedAt = world.now
    return true
  }

  async function enroll(someone: Character, session: ModelSession, kind: Kind, isRight: boolean): Promise<void> {
    const { model, real, sessions } = someone
    const held = sessions.get(session)!
    const started = await start(someone, held.holder, session.browser, kind)
    if (!policy.allowed.includes(kind)) return void expect(started.outcome).toBe('not_allowed')
    expect(started.outcome).toBe('no error')
    const typed = isRight ? started.code() : null
    const got = await world.confirm(held.holder, real, typed ?? world.wrongCode(real), held)
    const bucket = model.known.has(session.browser) ? 'known' : 'other'
    if (!mayTry(model, bucket, world.now)) return started.giveUp(got, 'wait')
    if (typed === null) return started.giveUp(got, 'wrong')
    right(model, bucket)
    expect(got.kind).toBe('enrolled')
    methodsChanged(model, session)
    methodOn(someone, kind, typed)
    model.known.add(session.browser)
    session.provedAt = world.now
  }

  async function remove(someone: Character, session: ModelSession, kind: Kind): Promise<void> {
    const { model, real, sessions } = someone
    const { holder, browser } = sessions.get(session)!
    const authenticator = (await world.load(real)).authenticators.find(({ method }) => method === kind)
    expect(authenticator !== undefined).toBe(model.methods.has(kind))
    if (authenticator === undefined) return
    const got = await world.engine.mySecurity.removeMethod(holder, authenticator.id, browser)
    const staying = allowedOf(model, policy).filter((other) => other !== kind)
    if (isRequired(model, policy, world.now) && staying.length === 0) return void expect(got).toEqual({ kind: 'refused', why: 'required' })
    if (model.methods.size === 1) return turnedOff(someone, session, got)
    model.methods.delete(kind)
    if (kind === 'totp') real.app = null
    renewed(someone, session, got)
  }

  function turnedOff(someone: Character, session: ModelSession, got: { kind: string; token?: string | null }): void {
    someone.usedBackupCodes.push(...someone.real.backupCodes)
    someone.real.backupCodes = []
    someone.real.app = null
    someone.model.methods.clear()
    renewed(someone, session, got)
  }

  function renewed({ model, sessions }: Character, session: ModelSession, got: { kind: string; token?: string | null }): void {
    expect(got.kind).toBe('removed')
    const held = sessions.get(session)!
    held.token = got.token ?? held.token
    methodsChanged(model, session)
  }

  async function resetPassword(each: DeedOf<'reset-password'>): Promise<void> {
    const { model, real } = characterOf(each)
    await world.resetPassword(real)
    endEverythingElse(model, null)
  }

  async function role({ payments, ...each }: DeedOf<'role'>): Promise<void> {
    const { model, real } = characterOf(each)
    await world.giveRole(real, payments ? 'payments' : 'staff')
    model.isAlwaysRequired = payments
  }

  /** An administrator, met when they are needed; their code was given just now. */
  async function office(): Promise<{ holder: TestSession['holder']; browser: TestBrowser }> {
    administrator ??= await world.person({ enrolled: ['totp'], role: 'administrator' })
    const { id: userId, organizationId } = administrator
    await world.store.commit(organizationId, [{ kind: 'step-up.record', sessionId: userId, userId, factorEpoch: 0, at: world.now }])
    return { holder: { kind: 'session', organizationId, userId, sessionId: userId }, browser: browsers[0]! }
  }

  async function reset(each: { person: number }): Promise<void> {
    const someone = characterOf(each)
    const { model, real } = someone
    const { holder, browser } = await office()
    const resetting = world.engine.administration.reset(holder, real.id, browser)
    if (!model.isActive) return void expect(await resetting).toEqual({ kind: 'refused', why: 'deactivated' })
    expect(await resetting).toEqual({ kind: 'done' })
    someone.usedBackupCodes.push(...real.backupCodes)
    real.backupCodes = []
    real.app = null
    model.methods.clear()
    right(model, 'known')
    right(model, 'other')
    methodsChanged(model, null)
  }

  async function setActive(each: { person: number }, isActive: boolean): Promise<void> {
    const { model, real } = characterOf(each)
    const refused = await world.store.commit(real.organizationId, [{ kind: isActive ? 'user.reactivate' : 'user.deactivate', userId: real.id, at: world.now }])
    expect(refused === null).toBe(model.isActive !== isActive)
    if (refused !== null) return
    model.isActive = isActive
    if (isActive) model.graceFrom = world.now
    else methodsChanged(model, null)
  }

  async function issuePass({ isUsed, browser, ...each }: DeedOf<'issue-pass'>): Promise<void> {
    const { model, real } = characterOf(each)
    const at = await office()
    const issued = await world.engine.administration.issueRecoveryPass(at.holder, real.id, at.browser)
    if (!model.isActive) return void expect(issued).toEqual({ kind: 'refused', why: 'deactivated' })
    if (model.methods.size === 0) return void expect(issued).toEqual({ kind: 'refused', why: 'not-enrolled' })
    if (issued.kind !== 'issued') throw new Error(issued.why)
    model.pass = { code: issued.pass, until: world.now + HOUR }
    if (isUsed) await code({ deed: 'code', person: each.person, browser, which: 0, answer: 'recovery-pass', trust: true })
  }

  async function exempt({ days, ...each }: DeedOf<'exempt'>): Promise<void> {
    const { model, real } = characterOf(each)
    const at = await office()
    const exemption = days === null ? null : { until: world.now + days * DAY, reason: 'away' }
    const got = await world.engine.administration.exempt(at.holder, real.id, exemption, at.browser)
    if (days !== null && model.isAlwaysRequired) return void expect(got).toEqual({ kind: 'refused', why: 'always-required' })
    expect(got).toEqual({ kind: 'done' })
    model.exemptUntil = exemption?.until ?? 0
  }

  /** After a recovery pass whatever was on before is lost. */
  function endFormerMethods({ model, real }: Character, kind: Kind): void {
    model.methods.clear()
    if (kind === 'sms') real.app = null
  }

  async function savePolicy({ required, graceDays, allowed, trustDays, roleTrustDays }: DeedOf<'policy'>): Promise<void> {
    const requiredSince = required ? (policy.requiredSince ?? world.now) : null
    policy = { requiredSince, graceDays, allowed, trustDays, roleTrustDays }
    const saved: Partial<Policy> = { requiredSince, graceDays, allowedMethods: allowed, trustDays, alwaysRequiredTrustDays: roleTrustDays }
    await world.setPolicy(saved)
  }

  function characterOf({ person }: { person: number }): Character {
    return characters[person]!
  }

  function browserOf(index: number): TestBrowser {
    return browsers[index]!
  }

  function newPending(facts: Pick<ModelPending, 'browser' | 'isKnown' | 'kind'>): ModelPending {
    return { ...facts, openedAt: world.now, hasProved: false, asked: null, text: null, attemptsLeft: 5, isOver: false, isRecovery: false }
  }

  async function opened({ model, sessions }: Character, signedIn: SignedIn, browser: number): Promise<void> {
    const session = { browser, openedAt: world.now, seenAt: world.now, provedAt: signedIn.verified.secondStepAt, asking: null, isOver: false }
    model.sessions.push(session)
    sessions.set(session, await world.session(signedIn, browserOf(browser)))
  }

  function knowBrowser(model: ModelPerson, browser: number, trust: boolean): void {
    model.known.add(browser)
    model.trusted.delete(browser)
    const days = trustDaysOf(model, policy)
    if (trust && days > 0) model.trusted.set(browser, { at: world.now, until: world.now + days * DAY })
  }

  function methodOn(someone: Character, kind: Kind, typed: string): void {
    someone.model.methods.add(kind)
    if (kind === 'totp') someone.acceptedCode = typed
  }

  /** The ways of a sign-in: a retired method only where there is no other. */
  function offeredTo({ model, real }: Character): string[] {
    const allowed = allowedOf(model, policy)
    return [...(allowed.length > 0 ? allowed : model.methods), ...(real.backupCodes.length > 0 ? ['backup-code'] : []), ...(hasOpenPass(model, world.now) ? ['recovery-pass'] : [])]
  }

  /** Notes what the page asks for, and a text that has just come. */
  async function lookAt(someone: Character, pending: ModelPending, textsBefore: number): Promise<void> {
    const { real, pendingTokens } = someone
    const { method, others } = await world.engine.challenges.view({ kind: 'pending', token: pendingTokens.get(pending)! }, 'sign-in')
    expect([method, ...others].toSorted()).toEqual(offeredTo(someone).toSorted())
    pending.asked = method === 'email' || method === 'recovery-pass' ? null : method
    const text = world.texts.slice(textsBefore).findLast(({ to }) => to === real.phone)
    if (text !== undefined) pending.text = { code: text.code, sentAt: text.at }
  }

  /** What is typed, and what the model makes of it. Waiting for the app's next code may take seconds. */
  function answered(someone: Character, pending: ModelPending, answer: DeedOf<'code'>['answer']) {
    const { real, acceptedCode, usedBackupCodes } = someone
    const other = characters.find((each) => each !== someone)!.real
    const wrong = { typed: world.wrongCode(real) as unknown, isRight: false, isBackup: false, isPass: false, isMalformed: pending.asked === 'backup-code' }
    const six = (typed: string | null | undefined, isRight: boolean) => (typed === null || typed === undefined ? wrong : { ...wrong, typed, isRight: isRight && pending.asked !== 'backup-code' })
    switch (answer) {
      case 'right':
        if (pending.asked === 'totp') return six(real.app === null ? null : world.appCode(real), true)
        return six(pending.text?.code, pending.text !== null && world.now < pending.text.sentAt + 5 * MINUTE)
      case 'reused':
        return six(pending.asked === 'totp' ? acceptedCode : null, false)
      case 'of-the-other':
        return six(other.app === null ? null : codeAt(other.app.secret, Math.floor(world.now / 30)), false)
      case 'malformed':
        return { ...wrong, typed: ['12345', '1234567', '', null, ['123456'], 123_456, '１２３４５６'][world.texts.length % 7], isMalformed: true }
      case 'backup':
        return real.backupCodes[0] === undefined ? wrong : { ...wrong, typed: real.backupCodes[0], isRight: true, isBackup: true, isMalformed: false }
      case 'used-backup': {
        const used = usedBackupCodes.at(-1)
        // Somebody without a set is not asked for one: nothing that they type can be a code of it.
        return used === undefined ? wrong : { ...wrong, typed: used, isBackup: true, isMalformed: real.backupCodes.length === 0 }
      }
      case 'recovery-pass':
        if (someone.model.pass === null) return wrong
        // Once it has run out nobody is asked for one.
        return { ...wrong, typed: someone.model.pass.code, isBackup: true, isPass: true, isRight: hasOpenPass(someone.model, world.now), isMalformed: !hasOpenPass(someone.model, world.now) }
      case 'wrong':
        return wrong
    }
  }

  /** Begins to set up; until the code is right, the person keeps the app they had. */
  async function start({ real }: Character, holder: TestSession['holder'] | { kind: 'pending'; token: string }, browser: number, kind: Kind) {
    const former = real.app
    const texts = world.texts.length
    const outcome = await codeOf(kind === 'totp' ? world.scanApp(holder, real, browserOf(browser)) : world.givePhone(holder, real, browserOf(browser)))
    if (outcome !== 'no error') real.app = former
    return {
      outcome,
      code: () => (kind === 'totp' ? world.appCode(real) : (world.texts.slice(texts).at(-1)?.code ?? null)),
      giveUp(got: { kind: string } | NotProved, why: 'wait' | 'wrong') {
        real.app = former
        expectRefused(got, why)
      },
    }
  }

  function expectRefused(got: { kind: string }, why: string): void {
    expect(got).toMatchObject({ kind: 'refused', why: { kind: why } })
  }

  function expectFewTexts({ phone }: TestPerson): void {
    const times = world.texts.filter(({ to }) => to === phone).map(({ at }) => at)
    for (const [index, at] of times.entries()) expect(at - (times[index - 10] ?? -HOUR)).toBeGreaterThanOrEqual(HOUR)
  }
}

function latest<T>(items: readonly T[], which: number): T | undefined {
  return items.at(-1 - which)
}
