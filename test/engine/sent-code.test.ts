import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine/engine.ts'
import { NOW } from '../support/builders.ts'
import { codeOf, type EngineWorld, openEngineWorld, type TestBrowser, type TestPerson } from '../support/engine-world.ts'

const HOUR = 60 * 60

let world: EngineWorld
let ann: TestPerson
let browser: TestBrowser
beforeAll(async () => {
  world = await openEngineWorld()
})
beforeEach(async () => {
  await world.begin()
  ann = await world.person({ enrolled: ['sms', 'totp'] })
  browser = world.browser()
})
afterAll(() => world.close())

/** A pending sign-in that has just sent a text. */
async function texted() {
  const step = await world.enterPassword(ann, browser)
  if (step.kind !== 'verify') throw new Error(step.kind)
  const holder = { kind: 'pending', token: step.token } as const
  await world.engine.challenges.chooseMethod(holder, 'sign-in', 'sms', browser)
  return { step, holder, view: () => world.engine.challenges.view(holder, 'sign-in'), resend: () => world.engine.challenges.resend(holder, 'sign-in', browser) }
}

describe('a texted code', () => {
  it('is sent at the moment it is asked for, to the number of our own row, and shown to nobody', async () => {
    const { view } = await texted()
    expect(world.texts).toEqual([{ to: ann.phone, code: expect.stringMatching(/^[0-9]{6}$/), at: NOW, validSeconds: 300 }])
    const shown = await view()
    expect(shown).toMatchObject({ method: 'sms', destination: ann.phone.slice(-2), delivery: 'sent', codeExpiresAt: NOW + 300 })
    expect(JSON.stringify(shown)).not.toContain(world.textedCode(ann))
    expect(JSON.stringify(shown)).not.toContain(ann.phone.slice(0, -2))
  })

  it('is sent at once where texts are the first way', async () => {
    const bob = await world.person({ enrolled: ['sms'] })
    const step = await world.enterPassword(bob, browser)
    expect(await world.enterCode({ token: 'token' in step ? step.token : '' }, world.textedCode(bob), browser)).toMatchObject({
      kind: 'signed-in',
      verified: { amr: ['pwd', 'sms', 'mfa'] },
    })
  })

  it('is good until the second before it expires', async () => {
    const { step } = await texted()
    world.now = NOW + 300
    expect(await world.enterCode(step, world.textedCode(ann), browser)).toMatchObject({ kind: 'refused', why: { kind: 'expired' } })
    world.now = NOW + 299
    expect(await world.enterCode(step, world.textedCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('can be sent again after 30 s, 60 s, then every 120 s, to the second', async () => {
    const { view, resend } = await texted()
    for (const [sent, wait] of [30, 60, 120, 120].entries()) {
      const at = world.now
      expect(await view()).toMatchObject({ mayResendAt: at + wait })
      world.now = at + wait - 1
      await resend()
      expect(world.texts).toHaveLength(sent + 1)
      world.now = at + wait
      await resend()
      expect(world.texts).toHaveLength(sent + 2)
    }
  })

  it('that went out is not said to have failed because one before it did', async () => {
    const { ports } = world
    const { holder, view } = await texted()
    let sends = 0
    const engine = createEngine({
      ...ports,
      channels: {
        ...ports.channels,
        sms: {
          async send(message) {
            sends += 1
            if (sends === 2) return await ports.channels.sms!.send(message)
            world.pass(60)
            await engine.challenges.resend(holder, 'sign-in', browser)
            throw new Error('the provider gave up on the first one')
          },
        },
      },
    })
    world.pass(30)
    await engine.challenges.resend(holder, 'sign-in', browser)
    expect(sends).toBe(2)
    expect(await view()).toMatchObject({ delivery: 'sent' })
  })

  it('is void once another was sent, and the attempts that it cost stay spent', async () => {
    const { step, resend, view } = await texted()
    const first = world.textedCode(ann)
    await world.enterCode(step, world.wrongCode(ann), browser)
    world.pass(30)
    await resend()
    expect(world.textedCode(ann)).not.toBe(first)
    expect(await world.enterCode(step, first, browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
    expect(await view()).toMatchObject({ attemptsLeft: 3 })
    expect(await world.enterCode(step, world.textedCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('stays good while another way is looked at, and going back and forth does not shorten the wait', async () => {
    const { step, holder, view } = await texted()
    const first = world.textedCode(ann)
    for (let round = 0; round < 3; round += 1) {
      await world.engine.challenges.chooseMethod(holder, 'sign-in', 'totp', browser)
      await world.engine.challenges.chooseMethod(holder, 'sign-in', 'sms', browser)
    }
    expect(world.texts).toHaveLength(1)
    expect(await view()).toMatchObject({ method: 'sms', mayResendAt: NOW + 30, delivery: 'sent', codeExpiresAt: NOW + 300 })
    expect(await world.enterCode(step, first, browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('gives way to a new one when it is chosen again after the wait', async () => {
    const { step, holder, view } = await texted()
    const first = world.textedCode(ann)
    await world.engine.challenges.chooseMethod(holder, 'sign-in', 'totp', browser)
    expect(await view()).toMatchObject({ method: 'totp', delivery: 'none', codeExpiresAt: null })
    world.now = NOW + 30
    await world.engine.challenges.chooseMethod(holder, 'sign-in', 'sms', browser)
    expect(world.texts).toHaveLength(2)
    expect(await world.enterCode(step, first, browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
    expect(await world.enterCode(step, world.textedCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('is good for its own sign-in alone', async () => {
    const first = await texted()
    const code = world.textedCode(ann)
    const second = await texted()
    expect(await world.enterCode(second.step, code, browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
    expect(await world.enterCode(first.step, code, browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('of a sign-in is no code for a step-up, nor the other way round', async () => {
    const session = await world.signIn(ann, browser)
    await world.engine.stepUp.view(session.holder, browser)
    await world.engine.challenges.chooseMethod(session.holder, 'step-up', 'sms', browser)
    const ofTheStepUp = world.textedCode(ann)
    const { step } = await texted()
    expect(await world.enterCode(step, ofTheStepUp, browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
    expect(await world.engine.stepUp.verify(session.holder, world.textedCode(ann), browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
  })

  it('is not taken where the app was asked for, nor the other way round', async () => {
    const { step, holder } = await texted()
    expect(await world.enterCode(step, world.appCode(ann), browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
    const code = world.textedCode(ann)
    await world.engine.challenges.chooseMethod(holder, 'sign-in', 'totp', browser)
    expect(await world.enterCode(step, code, browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
  })

  it('is not sent by a method that the person does not hold, or the policy does not allow', async () => {
    const bob = await world.person({ enrolled: ['totp'] })
    const step = await world.enterPassword(bob, browser)
    const holder = { kind: 'pending', token: 'token' in step ? step.token : '' } as const
    expect(await codeOf(world.engine.challenges.chooseMethod(holder, 'sign-in', 'sms', browser))).toBe('not_allowed')
    expect(await codeOf(world.engine.challenges.chooseMethod(holder, 'sign-in', 'email', browser))).toBe('not_allowed')
    expect(await codeOf(world.engine.challenges.resend(holder, 'sign-in', browser))).toBe('not_allowed')
    await world.setPolicy({ allowedMethods: ['totp'] })
    const hers = await world.enterPassword(ann, browser)
    const own = { kind: 'pending', token: 'token' in hers ? hers.token : '' } as const
    expect(await codeOf(world.engine.challenges.chooseMethod(own, 'sign-in', 'sms', browser))).toBe('not_allowed')
    expect(world.texts).toEqual([])
  })

  it('is sent five times in ten minutes to one number and ten times in an hour, whatever the number of sign-ins', async () => {
    for (const [at, sent] of [[0, 5], [600, 10], [1_200, 10], [HOUR, 15]] as const) {
      world.now = NOW + at
      for (let text = 0; text < 6; text += 1) await texted()
      expect(world.texts).toHaveLength(sent)
    }
    const { view, step } = await texted()
    expect(await view()).toMatchObject({ delivery: 'limited', limitedUntil: world.now + 600, mayResendAt: world.now + 600, codeExpiresAt: null })
    expect(await world.enterCode(step, world.textedCode(ann), browser)).toMatchObject({ kind: 'refused' })
  })

  it('that was refused for the budget does not void the one before', async () => {
    for (let text = 0; text < 4; text += 1) await texted()
    const { step, resend } = await texted()
    world.pass(30)
    await resend()
    expect(world.texts).toHaveLength(5)
    expect(await world.enterCode(step, world.textedCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('that could not be handed over is said to have failed, and the app still works', async () => {
    world.isDown = true
    const { step, holder, view } = await texted()
    expect(await view()).toMatchObject({ delivery: 'failed' })
    expect(JSON.stringify(world.warnings)).not.toMatch(/\b[0-9]{6}\b/)
    expect((await world.activity(ann)).at(-1)).toMatchObject({ action: 'code.not-sent', result: 'failure', detail: { why: 'failed' } })
    await world.engine.challenges.chooseMethod(holder, 'sign-in', 'totp', browser)
    expect(await world.enterCode(step, world.appCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('is sent once when the page is sent twice at the same time', async () => {
    const { resend } = await texted()
    world.pass(30)
    await Promise.all([resend(), resend(), resend()])
    expect(world.texts).toHaveLength(2)
  })

  it('leaves no digit of itself and no whole number in the audit log', async () => {
    const { step } = await texted()
    await world.enterCode(step, world.textedCode(ann), browser)
    const log = JSON.stringify((await world.activity(ann)).map(({ detail, action, method }) => ({ detail, action, method })))
    expect(log).not.toContain(world.textedCode(ann))
    expect(log).not.toContain(ann.phone)
  })
})

describe('where nobody sends texts', () => {
  it('somebody with a phone alone has their backup codes', async () => {
    await world.begin({ channels: ['mail'] })
    const bob = await world.person({ enrolled: ['sms'] })
    const step = await world.enterPassword(bob, browser)
    const holder = { kind: 'pending', token: 'token' in step ? step.token : '' } as const
    expect(await world.engine.challenges.view(holder, 'sign-in')).toMatchObject({ method: 'backup-code', others: [], mayResendAt: null })
    expect(await world.enterCode(holder, bob.backupCodes[0], browser)).toMatchObject({ kind: 'signed-in', backupCodesLeft: 9 })
  })
})
