import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { trustOf } from '../../src/engine/trusted-device.ts'
import { rememberDevice } from '../../src/engine/known-device.ts'
import type { User } from '../../src/engine/model.ts'
import { aPolicy, NOW } from '../support/builders.ts'
import { aVisitor, openAccounts, PASSWORD, type TestAccounts } from './open-accounts.ts'

const NEXT = 'staple tango window'

let at: TestAccounts
let user: User
let token: string
let sessionId: string
beforeAll(async () => (at = await openAccounts()))
afterAll(() => at.close())
beforeEach(async () => {
  at.clock.now = NOW
  user = await at.person()
  token = await at.signIn(user)
  sessionId = (await at.sessionOf(token)).id
})

function change(current: string, next: string) {
  return at.accounts.changePassword({ user, sessionId, current, next, visitor: aVisitor() })
}

function enter(password: string) {
  return at.accounts.authenticate({ identifier: user.userName, password, visitor: aVisitor() })
}

describe('changing the password', () => {
  it('makes the new one the only one', async () => {
    expect(await change(PASSWORD, NEXT)).toMatchObject({ kind: 'changed' })
    expect(await enter(PASSWORD)).toEqual({ kind: 'refused' })
    expect(await enter(NEXT)).toMatchObject({ kind: 'authenticated', user: { passwordEpoch: 2 } })
  })

  it('ends every other session and gives this one a new token', async () => {
    const elsewhere = await at.signIn(user)
    const changed = await change(PASSWORD, NEXT)
    if (changed.kind !== 'changed') throw new Error(changed.kind)
    expect(await at.accounts.sessions.current(elsewhere)).toBeNull()
    expect(await at.accounts.sessions.current(token)).toBeNull()
    expect(await at.accounts.sessions.current(changed.token)).toMatchObject({ session: { id: sessionId } })
    expect(await at.store.listSessions(user.organizationId, user.id)).toHaveLength(1)
  })

  it('leaves a fresh step-up fresh in this session, and no longer than before', async () => {
    const holder = { kind: 'session', organizationId: user.organizationId, userId: user.id, sessionId } as const
    await at.engine.stepUp.byPassword(holder, aVisitor())
    at.clock.now = NOW + 299
    expect(await change(PASSWORD, NEXT)).toMatchObject({ kind: 'changed' })
    expect(await at.engine.stepUp.isFresh(holder)).toBe(true)
    at.clock.now = NOW + 300
    expect(await at.engine.stepUp.isFresh(holder)).toBe(false)
  })

  it('ends the trust of every device', async () => {
    const { device, changes } = rememberDevice(at.ports, { user, former: null, trustSeconds: 1000, client: aVisitor() })
    await at.must(user.organizationId, ...changes)
    expect(trustOf(device, await at.reload(user), aPolicy(), NOW)).toBe('trusted')
    await change(PASSWORD, NEXT)
    expect(trustOf(device, await at.reload(user), aPolicy(), NOW)).toBe('password-changed')
  })

  it('is audited, and told to the person at once', async () => {
    const kicks = at.kicks.count
    await change(PASSWORD, NEXT)
    expect((await at.audited(user)).at(-1)).toMatchObject({ action: 'password.changed', result: 'success', actorId: user.id })
    expect(await at.mailed(user)).toEqual(['password-changed'])
    expect(at.kicks.count).toBe(kicks + 1)
  })

  it('voids the links that were mailed before', async () => {
    const link = await at.accounts.mintResetLink(user.id, user.organizationId)
    await change(PASSWORD, NEXT)
    expect(await at.accounts.viewReset(link!)).toBe('used-or-expired')
    expect(await at.store.findOneTimeToken(link!.split('.')[0]!, 'password-reset')).toBeNull()
  })

  it('changes nothing for a wrong present password, a bad new one or the same one', async () => {
    expect(await change('wrong', NEXT)).toEqual({ kind: 'wrong' })
    expect(await change(PASSWORD, 'short')).toEqual({ kind: 'problem', problem: 'too-short' })
    expect(await change(PASSWORD, 'password1')).toEqual({ kind: 'problem', problem: 'common' })
    expect(await change(PASSWORD, PASSWORD)).toEqual({ kind: 'problem', problem: 'same' })
    expect(await at.accounts.sessions.current(token)).not.toBeNull()
    expect(await at.mailed(user)).toEqual([])
  })

  it('makes somebody wait who guesses at the present one', async () => {
    for (let time = 0; time < 10; time += 1) expect(await change('wrong', NEXT)).toEqual({ kind: 'wrong' })
    expect(await change(PASSWORD, NEXT)).toEqual({ kind: 'wait', until: NOW + 30 })
  })

  it('happens once when it is asked for twenty times at once', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => change(PASSWORD, `${NEXT} ${index}`)))
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
    expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value.kind === 'changed')).toHaveLength(1)
    expect((await at.reload(user)).passwordEpoch).toBe(2)
  })

  it('is refused to a session that was ended meanwhile', async () => {
    await at.accounts.sessions.signOut(token, aVisitor())
    await expect(change(PASSWORD, NEXT)).rejects.toThrow('conflict')
    expect(await enter(PASSWORD)).toMatchObject({ kind: 'authenticated' })
  })
})
