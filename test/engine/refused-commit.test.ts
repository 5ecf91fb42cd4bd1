import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../src/engine/engine.ts'
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

/** The engine, with something that happens after a code is judged and before it is used. */
function meanwhile(happens: () => Promise<unknown>): Engine {
  const { store } = world
  return createEngine({
    ...world.ports,
    store: {
      ...store,
      async spendAttempt(attempt) {
        const answer = await store.spendAttempt(attempt)
        await happens()
        return answer
      },
    },
  })
}

const refusals = async (person: TestPerson) => (await world.activity(person)).filter(({ action }) => action === 'code.refused')

describe('a right code that comes too late', () => {
  it('is not called used when the session of its step-up ended meanwhile, and is good for the next one', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const { holder } = await world.signIn(ann, browser)
    world.pass(300)
    await world.engine.stepUp.view(holder, browser)
    const code = world.appCode(ann)
    const ending = meanwhile(() => world.store.commit(ann.organizationId, [{ kind: 'session.end', id: holder.sessionId, userId: ann.id }]))
    expect(await codeOf(ending.stepUp.verify(holder, code, browser))).toBe('challenge_not_found')
    expect(await refusals(ann)).toEqual([])

    const step = await world.enterPassword(ann, browser)
    expect(await world.enterCode({ token: 'token' in step ? step.token : '' }, code, browser)).toMatchObject({ kind: 'signed-in' })
  })

  it('is not called used when the password was changed meanwhile', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const { holder } = await world.signIn(ann, browser)
    world.pass(300)
    await world.engine.stepUp.view(holder, browser)
    const changing = meanwhile(() => world.resetPassword(ann))
    expect(await codeOf(changing.stepUp.verify(holder, world.appCode(ann), browser))).toBe('challenge_not_found')
    expect(await refusals(ann)).toEqual([])
  })

  it('is not called used when it came by e-mail, and the password was changed meanwhile', async () => {
    await world.setPolicy({ requiredSince: 0, graceDays: 0, confirmSetUpByEmail: 'everybody' })
    const ann = await world.person()
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'set-up') throw new Error(step.kind)
    const holder = { kind: 'pending', token: step.token } as const
    await world.engine.setUp.sendEmailConfirmation(holder, browser)
    const changing = meanwhile(() => world.resetPassword(ann))
    expect(await codeOf(changing.setUp.verifyEmailConfirmation(holder, world.mailedCode(ann), browser))).toBe('challenge_not_found')
    expect(await refusals(ann)).toEqual([])
  })

  it('is called used when it was used meanwhile', async () => {
    const ann = await world.person({ enrolled: ['totp'] })
    const { holder } = await world.signIn(ann, browser)
    world.pass(300)
    await world.engine.stepUp.view(holder, browser)
    const code = world.appCode(ann)
    const step = await world.enterPassword(ann, world.browser())
    const using = meanwhile(() => world.enterCode({ token: 'token' in step ? step.token : '' }, code, world.browser()))
    expect(await using.stepUp.verify(holder, code, browser)).toMatchObject({ kind: 'refused', why: { kind: 'used' } })
    expect(await refusals(ann)).toHaveLength(1)
  })
})

describe('a database that fails', () => {
  it('is not taken for a challenge that is not there', async () => {
    await world.setPolicy({ requiredSince: 0, graceDays: 0, confirmSetUpByEmail: 'everybody' })
    const ann = await world.person({ enrolled: ['totp'] })
    const { holder } = await world.signIn(ann, browser)
    const bob = await world.person()
    const step = await world.enterPassword(bob, browser)
    const pending = { kind: 'pending', token: 'token' in step ? step.token : '' } as const
    const failing = createEngine({
      ...world.ports,
      store: {
        ...world.store,
        async findChallenge(key) {
          if ('boundTo' in key) throw new Error('the database is gone')
          return await world.store.findChallenge(key)
        },
      },
    })
    await expect(failing.stepUp.view(holder, browser)).rejects.toThrow('the database is gone')
    await expect(failing.setUp.sendEmailConfirmation(pending, browser)).rejects.toThrow('the database is gone')
    expect(world.mails).toEqual([])
  })
})
