import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, type EngineWorld, openEngineWorld, type TestBrowser } from '../support/engine-world.ts'

const MINUTE = 60

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

/** Somebody signed in with a code, long enough ago. */
async function stale() {
  const ann = await world.person({ enrolled: ['totp'] })
  const session = await world.signIn(ann, browser)
  world.pass(5 * MINUTE)
  return { ann, session, holder: session.holder }
}

describe('a step-up', () => {
  it('is not asked for five minutes after the code of the sign-in, to the second', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const { holder } = await world.signIn(ann, browser)
    const proved = world.now
    world.now = proved + 5 * MINUTE - 1
    expect(await world.engine.stepUp.isFresh(holder)).toBe(true)
    world.now = proved + 5 * MINUTE
    expect(await world.engine.stepUp.isFresh(holder)).toBe(false)
  })

  it('is asked for by everything that changes how one signs in', async () => {
    const { ann, holder } = await stale()
    const { engine } = world
    const authenticator = (await world.load(ann)).authenticators[0]?.id ?? ''
    const asked = [
      engine.setUp.start(holder, 'totp', {}, browser),
      engine.mySecurity.removeMethod(holder, authenticator, browser),
      engine.mySecurity.turnOff(holder, browser),
      engine.mySecurity.makeBackupCodes(holder, browser),
      engine.devices.revoke(holder, 'any', browser),
      engine.devices.revokeAll(holder, browser),
    ]
    expect(await Promise.all(asked.map(codeOf))).toEqual(asked.map(() => 'step_up_required'))
  })

  it('is not spared by a trusted device', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    await world.signIn(ann, browser, { trustDevice: true })
    const { holder } = await world.signIn(ann, browser)
    expect(await world.engine.stepUp.isFresh(holder)).toBe(false)
  })

  it('takes a fresh code, and goes on under a new token', async () => {
    const { ann, session, holder } = await stale()
    const former = session.token
    await world.stepUp(session, ann)
    expect(session.token).not.toBe(former)
    expect(await world.isOpen({ ...session, token: former })).toBe(false)
    expect(await world.isOpen(session)).toBe(true)
    expect(await world.engine.stepUp.isFresh(holder)).toBe(true)
    expect((await world.activity(ann)).at(-1)).toMatchObject({ action: 'step-up.completed', method: 'totp' })
  })

  it('takes no code that the sign-in took', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const step = await world.enterPassword(ann, browser)
    const code = world.appCode(ann)
    const answer = await world.enterCode({ token: 'token' in step ? step.token : '' }, code, browser)
    if (answer.kind !== 'signed-in') throw new Error(answer.kind)
    const { holder } = await world.session(answer, browser)
    await world.engine.stepUp.view(holder, browser)
    expect(await world.engine.stepUp.verify(holder, code, browser)).toMatchObject({ kind: 'refused', why: { kind: 'used' } })
  })

  it('counts for its own session alone', async () => {
    const { ann, session } = await stale()
    const other = await world.signIn(ann, world.browser())
    world.pass(5 * MINUTE)
    await world.stepUp(session, ann)
    expect(await world.engine.stepUp.isFresh(other.holder)).toBe(false)
    expect(await codeOf(world.engine.stepUp.verify(other.holder, world.appCode(ann), browser))).toBe('challenge_not_found')
  })

  it('takes a backup code, and tells the person', async () => {
    const { ann, holder } = await stale()
    await world.engine.stepUp.view(holder, browser)
    expect(await world.engine.stepUp.verify(holder, ann.backupCodes[0], browser)).toMatchObject({ kind: 'stepped-up' })
    expect(await world.notices(ann)).toContain('backup-code-used')
  })

  it('sends no text by being looked at, and one when it is asked for', async () => {
    const ann = await world.person({ enrolled: ['sms'] })
    const { holder } = await world.signIn(ann, browser)
    const texts = world.texts.length
    await world.engine.stepUp.view(holder, browser)
    await world.engine.stepUp.view(holder, browser)
    expect(world.texts).toHaveLength(texts)
    await world.engine.challenges.resend(holder, 'step-up', browser)
    expect(world.texts).toHaveLength(texts + 1)
    expect(await world.engine.stepUp.verify(holder, world.textedCode(ann), browser)).toMatchObject({ kind: 'stepped-up' })
  })

  it('counts wrong codes with those of sign-ins, and gives none back when it is looked at again', async () => {
    const { ann, holder } = await stale()
    await world.engine.stepUp.view(holder, browser)
    for (let attempt = 0; attempt < 3; attempt += 1) await world.engine.stepUp.verify(holder, world.wrongCode(ann), browser)
    expect(await world.engine.stepUp.view(holder, browser)).toMatchObject({ attemptsLeft: 2 })
    for (let attempt = 0; attempt < 2; attempt += 1) await world.engine.stepUp.verify(holder, world.wrongCode(ann), browser)
    // It starts again, but the count of the account goes on.
    expect(await world.engine.stepUp.view(holder, browser)).toMatchObject({ attemptsLeft: 5, refusal: { kind: 'wait' } })
    expect(await world.engine.stepUp.verify(holder, world.appCode(ann), browser)).toMatchObject({ kind: 'refused', why: { kind: 'wait' } })
  })

  it('asks for another method where the one it asked for was retired meanwhile', async () => {
    const ann = await world.person({ enrolled: ['totp', 'sms'] })
    const { holder } = await world.signIn(ann, browser)
    expect(await world.engine.stepUp.view(holder, browser)).toMatchObject({ method: 'totp' })
    await world.setPolicy({ allowedMethods: ['sms'] })
    expect(await world.engine.stepUp.view(holder, browser)).toMatchObject({ method: 'sms' })
  })

  it('is the password for somebody without a method, and for nobody else', async () => {
    const ann = await world.person()
    const { holder } = await world.signIn(ann, browser)
    expect(await world.engine.stepUp.view(holder, browser)).toBe('password')
    expect(await world.engine.stepUp.byPassword(holder, browser)).toMatchObject({ kind: 'stepped-up' })
    expect(await world.engine.stepUp.isFresh(holder)).toBe(true)
    const { holder: enrolled } = await stale()
    expect(await codeOf(world.engine.stepUp.byPassword(enrolled, browser))).toBe('not_allowed')
  })

  it('stays good for the session that changed the methods with it, and ends with its five minutes', async () => {
    const ann = await world.person({ enrolled: ['totp', 'sms'] })
    const { holder } = await world.signIn(ann, browser)
    const proved = world.now
    const sms = (await world.load(ann)).authenticators.find(({ method }) => method === 'sms')
    world.pass(60)
    await world.engine.mySecurity.removeMethod(holder, sms?.id ?? '', browser)
    expect(await world.engine.stepUp.isFresh(holder)).toBe(true)
    world.now = proved + 5 * MINUTE
    expect(await world.engine.stepUp.isFresh(holder)).toBe(false)
  })

  it('by the password gives nothing over a method that was added elsewhere since', async () => {
    await world.begin({ sessions: 'host' })
    const ann = await world.person()
    const thief = await world.signIn(ann, world.browser())
    await world.stepUp(thief, ann)
    const owner = await world.signIn(ann, browser)
    await world.stepUp(owner, ann)
    await world.scanApp(owner.holder, ann, browser)
    await world.confirm(owner.holder, ann, world.appCode(ann), owner)
    // The application was told to end the other session; a request of it may be under way all the same.
    expect(await world.isOpen(thief)).toBe(false)
    expect(await codeOf(world.engine.mySecurity.turnOff(thief.holder, thief.browser))).toBe('step_up_required')
    expect((await world.load(ann)).authenticators).toHaveLength(1)
    expect(await world.engine.stepUp.isFresh(thief.holder)).toBe(false)
    expect(await world.engine.stepUp.isFresh(owner.holder)).toBe(true)
  })
})
