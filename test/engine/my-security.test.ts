import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NOW } from '../support/builders.ts'
import { codeOf, type EngineWorld, openEngineWorld, type PersonFacts, type TestBrowser } from '../support/engine-world.ts'

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

async function signedIn(facts: PersonFacts = { enrolled: ['totp', 'sms'] }) {
  const ann = await world.person(facts)
  const session = await world.signIn(ann, browser)
  const idOf = async (kind: string) => (await world.load(ann)).authenticators.find(({ method }) => method === kind)?.id ?? ''
  return { ann, session, holder: session.holder, idOf }
}

describe('my sign-in security', () => {
  it('lists methods with when they were added and used, what can be added and what is required', async () => {
    const { holder } = await signedIn({ enrolled: ['totp'] })
    expect(await world.engine.mySecurity.view(holder)).toMatchObject({
      methods: [{ method: 'totp', addedAt: NOW, lastUsedAt: world.now, isAllowed: true, isRemovable: true }],
      addable: ['sms'],
      backupCodesLeft: 10,
      backupCodesSaved: true,
      requirement: null,
      trustDays: 30,
    })
  })

  it('shows no secret, and no whole phone number', async () => {
    const { ann, holder } = await signedIn()
    const shown = JSON.stringify(await world.engine.mySecurity.view(holder))
    expect(shown).not.toMatch(/sealed|secret/i)
    expect(shown).not.toContain(ann.phone)
  })

  it('removes one of two methods, ends other sessions and tells the person', async () => {
    const { ann, session, holder, idOf } = await signedIn()
    const other = await world.signIn(ann, world.browser())
    const answer = await world.engine.mySecurity.removeMethod(holder, await idOf('sms'), browser)
    if (answer.kind !== 'removed') throw new Error(answer.kind)
    expect((await world.load(ann)).authenticators.map(({ method }) => method)).toEqual(['totp'])
    expect(await world.isOpen({ ...session, token: answer.token ?? '' })).toBe(true)
    expect(await world.isOpen(other)).toBe(false)
    expect(await world.notices(ann)).toContain('method-removed')
  })

  it('removes the last method only where nothing requires one, and is off then', async () => {
    const { ann, holder, idOf } = await signedIn({ enrolled: ['totp'] })
    await world.setPolicy({ requiredSince: NOW, graceDays: 14 })
    expect(await world.engine.mySecurity.view(holder)).toMatchObject({ requirement: 'organization', methods: [{ isRemovable: false }] })
    expect(await world.engine.mySecurity.removeMethod(holder, await idOf('totp'), browser)).toEqual({ kind: 'refused', why: 'required' })
    expect(await world.engine.mySecurity.turnOff(holder, browser)).toEqual({ kind: 'refused', why: 'required' })
    await world.setPolicy({ requiredSince: null })
    expect(await world.engine.mySecurity.removeMethod(holder, await idOf('totp'), browser)).toMatchObject({ kind: 'removed' })
    expect(await world.load(ann)).toMatchObject({ authenticators: [], backupCodesLeft: 0, user: { enrolledAt: null } })
    expect(await world.notices(ann)).toContain('turned-off')
    expect(await world.enterPassword(ann, world.browser())).toMatchObject({ kind: 'signed-in' })
  })

  it('is turned off by the last administrator too, who administers no more until they have set it up again by themself', async () => {
    const { ann: chief, session, holder } = await signedIn({ enrolled: ['totp'], role: 'administrator' })
    const { administration, mySecurity } = world.engine
    expect(await mySecurity.turnOff(holder, browser)).toMatchObject({ kind: 'removed' })
    expect(await codeOf(administration.overview(holder))).toBe('not_allowed')

    const later = await world.signIn(chief, world.browser())
    await world.stepUp(later, chief)
    await world.scanApp(later.holder, chief, later.browser)
    expect(await world.confirm(later.holder, chief, world.appCode(chief), later)).toMatchObject({ kind: 'enrolled' })
    expect(await administration.overview(later.holder)).toMatchObject({ lacking: null })
    expect(await world.isOpen(session)).toBe(false)

    await world.setPolicy({ requiredSince: NOW, graceDays: 30 })
    expect(await mySecurity.turnOff(later.holder, later.browser)).toEqual({ kind: 'refused', why: 'required' })
  })

  it('turns nothing off for somebody who has nothing on: nothing ends, and nobody is told', async () => {
    const { ann, session, holder } = await signedIn({})
    const other = await world.signIn(ann, world.browser())
    await world.stepUp(session, ann)
    const before = (await world.activity(ann)).length
    expect(await world.engine.mySecurity.turnOff(holder, browser)).toEqual({ kind: 'removed', token: null })
    expect((await world.load(ann)).user.factorEpoch).toBe(0)
    expect(await world.isOpen(other)).toBe(true)
    expect(await world.notices(ann)).toEqual([])
    expect(await world.activity(ann)).toHaveLength(before)
  })

  it('keeps the last method of somebody whose role requires one', async () => {
    const { holder, idOf } = await signedIn({ enrolled: ['totp'], role: 'payments' })
    expect(await world.engine.mySecurity.removeMethod(holder, await idOf('totp'), browser)).toEqual({ kind: 'refused', why: 'required' })
  })

  it('keeps the last method that is allowed, and lets a retired one go', async () => {
    const { holder, idOf } = await signedIn()
    await world.setPolicy({ requiredSince: NOW, graceDays: 0, allowedMethods: ['totp'] })
    expect(await world.engine.mySecurity.removeMethod(holder, await idOf('totp'), browser)).toEqual({ kind: 'refused', why: 'required' })
    expect(await world.engine.mySecurity.removeMethod(holder, await idOf('sms'), browser)).toMatchObject({ kind: 'removed' })
  })

  it('removes one method of two when both are asked for at the same time, while one is required', async () => {
    const { ann, holder, idOf } = await signedIn()
    await world.setPolicy({ requiredSince: NOW, graceDays: 0 })
    const ids = [await idOf('totp'), await idOf('sms')]
    const outcomes = await Promise.all(ids.map((id) => codeOf(world.engine.mySecurity.removeMethod(holder, id, browser))))
    expect(outcomes.toSorted()).toEqual(['conflict', 'no error'])
    expect((await world.load(ann)).authenticators).toHaveLength(1)
  })

  it("does not find another person's method", async () => {
    const { holder } = await signedIn()
    const bob = await world.person({ enrolled: ['totp'] })
    const his = (await world.load(bob)).authenticators[0]?.id ?? ''
    expect(await codeOf(world.engine.mySecurity.removeMethod(holder, his, browser))).toBe('not_found')
    expect((await world.load(bob)).authenticators).toHaveLength(1)
  })

  it('makes new backup codes, and the old ones die at once', async () => {
    const { ann, holder } = await signedIn({ enrolled: ['totp'] })
    const old = ann.backupCodes
    const fresh = await world.engine.mySecurity.makeBackupCodes(holder, browser)
    expect(new Set([...fresh, ...old]).size).toBe(20)
    const step = await world.enterPassword(ann, browser)
    if (step.kind !== 'verify') throw new Error(step.kind)
    expect(await world.enterCode(step, old[0], browser)).toMatchObject({ kind: 'refused', why: { kind: 'wrong' } })
    expect(await world.enterCode(step, fresh[0], browser)).toMatchObject({ kind: 'signed-in', offerBackupCodes: true })
    expect(await world.notices(ann)).toContain('backup-codes-made')
  })

  it('makes no backup codes for somebody without a method', async () => {
    const { ann, session, holder } = await signedIn({})
    await world.stepUp(session, ann)
    expect(await codeOf(world.engine.mySecurity.makeBackupCodes(holder, browser))).toBe('not_allowed')
  })

  it('shows what happened to the account, the newest first, and to nobody else', async () => {
    const { ann, holder } = await signedIn()
    await signedIn()
    const events = await world.engine.mySecurity.activity(holder, null)
    expect(events.map(({ action }) => action)).toEqual(['sign-in.completed', 'code.accepted', 'sign-in.password-accepted'])
    expect(events.every(({ subjectId }) => subjectId === ann.id)).toBe(true)
  })
})
