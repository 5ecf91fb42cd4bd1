import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NOW } from '../support/builders.ts'
import { codeOf, type EngineWorld, openEngineWorld, type TestBrowser, type TestPerson } from '../support/engine-world.ts'

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

async function pending(person: TestPerson) {
  const step = await world.enterPassword(person, browser)
  if (step.kind === 'signed-in') throw new Error('nothing is pending')
  return { token: step.token, holder: { kind: 'pending', token: step.token } as const }
}

/** In another browser, by somebody signed in. */
async function addPhone(person: TestPerson): Promise<void> {
  const session = await world.signIn(person, world.browser())
  await world.givePhone(session.holder, person, session.browser)
  await world.confirm(session.holder, person, world.textedCode(person), session)
}

describe('what was pending', () => {
  it('is void after a change of password: the old one opens nothing', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const step = await pending(ann)
    await world.resetPassword(ann)
    expect(await codeOf(world.enterCode(step, world.appCode(ann), browser))).toBe('challenge_not_found')
    expect(await codeOf(world.engine.challenges.view(step.holder, 'sign-in'))).toBe('challenge_not_found')
    expect(await world.openSessions(ann)).toBe(0)
  })

  it('is void after a change of methods elsewhere', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const step = await pending(ann)
    await addPhone(ann)
    expect(await codeOf(world.enterCode(step, world.appCode(ann), browser))).toBe('challenge_not_found')
  })

  it('is void after two-step verification was turned off elsewhere', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const step = await pending(ann)
    const session = await world.signIn(ann, world.browser())
    await world.engine.mySecurity.turnOff(session.holder, session.browser)
    expect(await codeOf(world.enterCode(step, ann.backupCodes[0], browser))).toBe('challenge_not_found')
  })

  it('is void set-up too, with its grace, its e-mail and its candidate', async () => {
    await world.setPolicy({ requiredSince: NOW, graceDays: 7, confirmSetUpByEmail: 'nobody' })
    const ann = await world.person()
    const step = await pending(ann)
    await world.scanApp(step.holder, ann, browser)
    await world.resetPassword(ann)
    expect(await codeOf(world.engine.signIn.postponeSetUp(step.token, browser))).toBe('challenge_not_found')
    expect(await codeOf(world.confirm(step.holder, ann, world.appCode(ann), browser))).toBe('challenge_not_found')
    expect(await codeOf(world.engine.setUp.sendEmailConfirmation(step.holder, browser))).toBe('challenge_not_found')
    expect(await codeOf(world.scanApp(step.holder, ann, browser))).toBe('challenge_not_found')
    expect((await world.load(ann)).authenticators).toEqual([])
  })

  it('of a method that is being added in a session is void after another was added elsewhere', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const session = await world.signIn(ann, browser)
    await world.givePhone(session.holder, ann, browser)
    const code = world.textedCode(ann)
    await addPhone(ann)
    expect(await codeOf(world.confirm(session.holder, ann, code, session))).toBe('challenge_not_found')
  })

  it('is void even when the change comes between the judging of its code and its commit', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const step = await pending(ann)
    const { ports } = world
    const { createEngine } = await import('../../src/engine/engine.ts')
    let meanwhile: (() => Promise<void>) | null = () => world.resetPassword(ann)
    const late = createEngine({
      ...ports,
      store: {
        ...ports.store,
        async commit(organizationId, changes) {
          if (changes[0]?.kind === 'user.signed-in') await meanwhile?.()
          meanwhile = null
          return await ports.store.commit(organizationId, changes)
        },
      },
    })
    expect(await codeOf(late.signIn.verify({ token: step.token, code: world.appCode(ann), trustDevice: true, visitor: browser }))).toBe('challenge_not_found')
    expect(await world.openSessions(ann)).toBe(0)
    expect(await world.store.listDevices(ann.organizationId, ann.id)).toEqual([])
  })

  it('stays open after a change of policy, and ends as the policy of today says', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const step = await pending(ann)
    await world.setPolicy({ trustDays: 0 })
    await world.enterCode(step, world.appCode(ann), browser, { trustDevice: true })
    expect((await world.store.listDevices(ann.organizationId, ann.id)).map(({ trustedUntil }) => trustedUntil)).toEqual([null])
  })

  it('asks no more for a method that was retired meanwhile: the sign-in starts again', async () => {
    const ann = await world.person({ enrolled: ['totp', 'sms'] })
    const step = await pending(ann)
    await world.setPolicy({ allowedMethods: ['sms'] })
    expect(await codeOf(world.enterCode(step, world.appCode(ann), browser))).toBe('challenge_not_found')
    expect(await codeOf(world.engine.challenges.chooseMethod(step.holder, 'sign-in', 'sms', browser))).toBe('no error')
    expect(await world.enterCode(step, world.textedCode(ann), browser)).toMatchObject({ kind: 'signed-in' })
  })
})

describe('a person signed in', () => {
  it('is confined from the moment they are required, and no longer once they have a method', async () => {
    const ann = await world.person()
    const isConfined = async () => world.engine.people.isConfined(await world.load(ann), world.now)
    expect(await isConfined()).toBe(false)
    await world.giveRole(ann, 'payments')
    expect(await isConfined()).toBe(true)
    await world.giveRole(ann, 'staff')
    await world.setPolicy({ requiredSince: NOW, graceDays: 1 })
    expect(await isConfined()).toBe(false)
    world.pass(24 * 60 * 60)
    expect(await isConfined()).toBe(true)
    const bob = await world.person({ enrolled: ['totp'] })
    expect(world.engine.people.isConfined(await world.load(bob), world.now)).toBe(false)
  })
})
