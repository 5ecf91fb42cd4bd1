import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeAt } from '../../src/methods/totp-code.ts'
import { codeOf, type EngineWorld, openEngineWorld, type TestBrowser, type TestPerson } from '../support/engine-world.ts'

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

async function pending() {
  const step = await world.enterPassword(ann, browser)
  if (step.kind !== 'verify') throw new Error(step.kind)
  return step
}

/** Wrong codes as fast as they are judged, each on a sign-in of its own. */
async function fail(times: number): Promise<void> {
  for (let failure = 0; failure < times; failure += 1) {
    const answer = await world.enterCode(await pending(), world.wrongCode(ann), browser)
    if (answer.kind === 'refused' && answer.why.kind === 'wait') {
      world.now = answer.why.until
      failure -= 1
    }
  }
}

/** How many mails about wrong codes are on their way to Ann at that time. */
async function mailedBy(time: number): Promise<number> {
  const rows = await world.db.selectFrom('nightlatch_outbox').select('next_attempt_at').where('user_id', '=', ann.id).where('event', '=', 'second-step-failing').execute()
  return rows.filter((row) => row.next_attempt_at !== null && row.next_attempt_at <= time).length
}

describe('a code', () => {
  it('spends its attempt before it is judged, so that a crash gives none back', async () => {
    const step = await pending()
    const { ports } = world
    const judging = { ...ports, methods: ports.methods.map((method) => ({ ...method, judge: () => { throw new Error('the power went out') } })) }
    const { createEngine } = await import('../../src/engine/engine.ts')
    await expect(createEngine(judging).signIn.verify({ token: step.token, code: world.appCode(ann), trustDevice: false, visitor: browser })).rejects.toThrow('power')
    expect(await world.engine.challenges.view({ kind: 'pending', token: step.token }, 'sign-in')).toMatchObject({ attemptsLeft: 4 })
    expect(await world.guard(ann)).toMatchObject({ other: { failures: 1 }, dayFailures: 1 })
  })

  it('that is right takes its own attempt back, and the failures before it', async () => {
    await fail(3)
    await world.enterCode(await pending(), world.appCode(ann), browser)
    expect(await world.guard(ann)).toMatchObject({ other: { failures: 0, waitUntil: 0 }, dayFailures: 3 })
  })

  it('is used once it was taken, on any other sign-in too', async () => {
    const [first, second] = [await pending(), await pending()]
    const code = world.appCode(ann)
    expect(await world.enterCode(first, code, browser)).toMatchObject({ kind: 'signed-in' })
    expect(await world.enterCode(second, code, browser)).toMatchObject({ kind: 'refused', why: { kind: 'used' } })
    expect(await world.openSessions(ann)).toBe(1)
  })

  it('opens one session of twenty requests at once', async () => {
    const steps = await Promise.all(Array.from({ length: 20 }, pending))
    const code = world.appCode(ann)
    const answers = await Promise.all(steps.map((step) => world.enterCode(step, code, browser)))
    expect(answers.filter(({ kind }) => kind === 'signed-in')).toHaveLength(1)
    expect(await world.openSessions(ann)).toBe(1)
  })

  it('opens one session when the same page is sent twenty times at once', async () => {
    const step = await pending()
    const code = world.appCode(ann)
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => world.enterCode(step, code, browser)))
    expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value.kind === 'signed-in')).toHaveLength(1)
    expect(await world.openSessions(ann)).toBe(1)
  })

  it.each([null, undefined, [], ['123456'], true, 123_456, { $ne: '' }, '', '12345', '1234567', '１２３４５６', '١٢٣٤٥٦', '1'.repeat(1_000_000)])(
    'that cannot be one (%#) costs nothing',
    async (typed) => {
      const step = await pending()
      expect(await world.enterCode(step, typed, browser)).toMatchObject({ kind: 'refused', why: { kind: 'malformed' }, view: { attemptsLeft: 5 } })
      expect((await world.guard(ann)).dayFailures).toBe(0)
    },
  )

  it('is judged five times a sign-in, and then it starts again', async () => {
    const step = await pending()
    for (let left = 4; left > 0; left -= 1) {
      expect(await world.enterCode(step, world.wrongCode(ann), browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' }, view: { attemptsLeft: left } })
    }
    expect(await world.enterCode(step, world.wrongCode(ann), browser)).toEqual({ kind: 'over' })
    world.pass(300)
    expect(await world.enterCode(step, world.appCode(ann), browser)).toEqual({ kind: 'over' })
    expect(await world.enterCode(await pending(), world.appCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('is counted over many sign-ins, and waited for from the fifth failure', async () => {
    await fail(5)
    const step = await pending()
    const until = world.now + 30
    expect(await world.engine.challenges.view({ kind: 'pending', token: step.token }, 'sign-in')).toMatchObject({ refusal: { kind: 'wait', until } })
    expect(await world.enterCode(step, world.appCode(ann), browser)).toMatchObject({ kind: 'refused', why: { kind: 'wait' }, view: { attemptsLeft: 5 } })
    world.now = until
    expect(await world.enterCode(step, world.appCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('that fails elsewhere does not make the owner wait on a device that is known', async () => {
    await world.signIn(ann, browser)
    const [owner, elsewhere] = [browser, world.browser({ address: '203.0.113.9' })]
    browser = elsewhere
    await fail(6)
    expect(await world.enterCode(await pending(), world.wrongCode(ann), elsewhere)).toMatchObject({ why: { kind: 'wait' } })
    browser = owner
    expect(await world.enterCode(await pending(), world.appCode(ann), owner)).toMatchObject({ kind: 'signed-in' })
  })

  it('that fails for the fifth time after a right password is told by e-mail, once', async () => {
    await fail(4)
    expect(await world.notices(ann)).toEqual([])
    await fail(3)
    expect(await world.notices(ann)).toEqual(['second-step-failing'])
  })

  it('that fails in a step-up or in the set-up of another method is told too, though not twice within the hour', async () => {
    await world.setPolicy({ trustDays: 30 })
    const { holder } = await world.signIn(ann, browser)
    await world.givePhone(holder, ann, browser)
    for (let attempt = 0; attempt < 4; attempt += 1) await world.engine.setUp.confirm(holder, world.wrongCode(ann), browser)
    expect(await world.notices(ann)).toEqual([])
    await world.engine.setUp.confirm(holder, world.wrongCode(ann), browser)
    expect(await world.notices(ann)).toEqual(['second-step-failing'])
    world.pass(30)
    await world.signIn(ann, browser)

    const failStepUp = async () => {
      await world.engine.stepUp.view(holder, browser)
      for (let attempt = 0; attempt < 5; attempt += 1) await world.engine.stepUp.verify(holder, world.wrongCode(ann), browser)
    }
    await failStepUp()
    expect((await world.activity(ann)).filter(({ action }) => action === 'code.refused')).toHaveLength(10)
    expect(await mailedBy(world.now)).toBe(1)
    const later = world.now + 60 * 60
    expect([await mailedBy(later - 1), await mailedBy(later)]).toEqual([1, 2])
  })

  it('that fails again and again within the hour is told once more when it is over, and not for each run', async () => {
    const first = world.now
    await fail(5)
    for (const minutes of [20, 40]) {
      world.now = first + minutes * 60
      await world.signIn(ann, browser)
      await fail(5)
    }
    expect([await mailedBy(first), await mailedBy(first + 80 * 60 - 1), await mailedBy(first + 81 * 60)]).toEqual([1, 1, 2])
    world.now = first + 3 * 60 * 60
    await world.signIn(ann, browser)
    await fail(5)
    expect(await mailedBy(world.now)).toBe(3)
  })

  it('that fails in the set-up of a first method is a slip, and nothing is told', async () => {
    const bob = await world.person()
    const session = await world.signIn(bob, browser)
    await world.stepUp(session, bob)
    await world.scanApp(session.holder, bob, browser)
    for (let attempt = 0; attempt < 5; attempt += 1) await world.engine.setUp.confirm(session.holder, world.wrongCode(bob), browser)
    expect((await world.guard(bob)).known.failures + (await world.guard(bob)).other.failures).toBe(5)
    expect(await world.notices(bob)).toEqual([])
  })

  it('is refused and noted without saying what it was', async () => {
    const typed = world.wrongCode(ann)
    await world.enterCode(await pending(), typed, browser)
    const last = (await world.activity(ann)).at(-1)
    expect(last).toMatchObject({ action: 'code.refused', result: 'failure', method: 'totp', detail: { purpose: 'sign-in', why: 'wrong' } })
    expect(JSON.stringify(last?.detail)).not.toContain(typed)
  })

  it('of a clock that is fast helps the person, and never works when its time comes', async () => {
    const at = world.now
    const step = await pending()
    world.now = at + 300
    const early = world.appCode(ann)
    world.now = at
    expect(await world.enterCode(step, early, browser)).toMatchObject({ kind: 'refused', why: { kind: 'clock-off', minutes: 5 } })
    world.now = at + 300
    expect(await world.enterCode(step, early, browser)).toMatchObject({ kind: 'refused', why: { kind: 'used' } })
    expect(await world.enterCode(step, world.appCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })
})

describe('a backup code', () => {
  it('is taken where an app code is asked for, says how many are left, and is told by e-mail', async () => {
    const answer = await world.enterCode(await pending(), ann.backupCodes[0]?.toLowerCase().replaceAll('-', ' '), browser)
    expect(answer).toMatchObject({ kind: 'signed-in', backupCodesLeft: 9, verified: { amr: ['pwd', 'otp', 'mfa'] } })
    expect(await world.notices(ann)).toEqual(['backup-code-used'])
  })

  it('works once, and is then called used, at the cost of a try like any other that is not taken', async () => {
    await world.enterCode(await pending(), ann.backupCodes[0], browser)
    expect(await world.enterCode(await pending(), ann.backupCodes[0], browser)).toMatchObject({ kind: 'refused', why: { kind: 'used' }, view: { attemptsLeft: 4 } })
    expect((await world.guard(ann)).backupTries).toBe(1)
    expect((await world.activity(ann)).at(-1)).toMatchObject({ action: 'code.refused', method: 'backup-code', detail: { why: 'used' } })
  })

  it('of a former set is just wrong, though it was used', async () => {
    const session = await world.signIn(ann, browser)
    const [used] = ann.backupCodes
    await world.enterCode(await pending(), used, browser)
    await world.engine.mySecurity.makeBackupCodes(session.holder, browser)
    expect(await world.enterCode(await pending(), used, browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
  })

  it('opens one session of twenty requests at once', async () => {
    const steps = await Promise.all(Array.from({ length: 20 }, pending))
    const answers = await Promise.all(steps.map((step) => world.enterCode(step, ann.backupCodes[0], browser)))
    expect(answers.filter(({ kind }) => kind === 'signed-in')).toHaveLength(1)
    expect((await world.load(ann)).backupCodesLeft).toBe(9)
  })

  it('warns when three are left', async () => {
    for (const code of ann.backupCodes.slice(0, 7)) await world.enterCode(await pending(), code, browser)
    expect((await world.notices(ann)).filter((event) => event === 'backup-codes-low')).toHaveLength(1)
  })

  it('has a budget of its own, in which app codes still work', async () => {
    for (let round = 0; round < 5; round += 1) await world.enterCode(await pending(), 'AAAA-AAAA-AAAA-AAAA', browser)
    const step = await pending()
    expect(await world.enterCode(step, ann.backupCodes[0], browser)).toMatchObject({ kind: 'refused', why: { kind: 'wait' } })
    expect(await world.enterCode(step, world.appCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('works while six-digit codes are locked, and unlocks them', async () => {
    await world.db.updateTable('nightlatch_guard').set({ other_failures: 49 }).where('user_id', '=', ann.id).execute()
    await fail(1)
    const step = await pending()
    expect(await world.enterCode(step, world.appCode(ann), browser)).toMatchObject({ kind: 'refused', why: { kind: 'locked' } })
    expect((await world.activity(ann)).at(-1)).toMatchObject({ action: 'code.locked', result: 'failure' })
    expect(await world.enterCode(step, ann.backupCodes[0], browser)).toMatchObject({ kind: 'signed-in' })
    expect(await world.enterCode(await pending(), world.appCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('is nothing to somebody who has no set', async () => {
    const bob = await world.person({ enrolled: ['totp'], backupCodes: false })
    const step = await world.enterPassword(bob, browser)
    expect(await world.enterCode({ token: 'token' in step ? step.token : '' }, 'AAAA-AAAA-AAAA-AAAA', browser)).toMatchObject({ kind: 'refused', why: { kind: 'malformed' } })
    const holder = { kind: 'pending', token: 'token' in step ? step.token : '' } as const
    expect(await codeOf(world.engine.challenges.chooseMethod(holder, 'sign-in', 'backup-code', browser))).toBe('not_allowed')
  })
})

describe('two codes of the future at once', () => {
  it('are both refused when their time comes, whether the app is on or is being set up', async () => {
    const future = (steps: number) => codeAt(ann.app?.secret ?? new Uint8Array(), Math.floor(world.now / 30) + steps)
    const codes = [future(4), future(5)]
    const steps = [await pending(), await pending()]
    const early = await Promise.all(steps.map((step, index) => world.enterCode(step, codes[index], browser)))
    expect(early).toMatchObject([{ why: { kind: 'clock-off' } }, { why: { kind: 'clock-off' } }])
    for (const [index, code] of codes.entries()) {
      world.pass(index === 0 ? 120 : 30)
      expect(await world.enterCode(await pending(), code, browser)).toMatchObject({ kind: 'refused', why: { kind: 'used' } })
    }
    world.pass(600)
    const session = await world.signIn(ann, browser)
    await world.scanApp(session.holder, ann, browser)
    const candidates = [future(4), future(5)]
    await Promise.all(candidates.map((code) => world.engine.setUp.confirm(session.holder, code, browser)))
    for (const [index, code] of candidates.entries()) {
      world.pass(index === 0 ? 120 : 30)
      expect(await world.engine.setUp.confirm(session.holder, code, browser)).toMatchObject({ kind: 'refused', why: { kind: 'used' } })
    }
  })
})
