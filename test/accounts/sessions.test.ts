import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAccountSessions } from '../../src/accounts/sessions.ts'
import { sha256 } from '../../src/crypto/hash.ts'
import { newToken } from '../../src/crypto/token.ts'
import type { User } from '../../src/engine/model.ts'
import { NOW } from '../support/builders.ts'
import { aVisitor, openAccounts, type TestAccounts } from './open-accounts.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE

let at: TestAccounts
let user: User
beforeAll(async () => (at = await openAccounts()))
afterAll(() => at.close())
beforeEach(async () => {
  at.clock.now = NOW
  user = await at.person()
})

const current = (token: string) => at.accounts.sessions.current(token)

describe('a session', () => {
  it('is found by its token, with the person who holds it', async () => {
    const token = await at.signIn(user)
    expect(await current(token)).toMatchObject({ session: { userId: user.id, amr: ['pwd'] }, person: { user: { id: user.id } } })
  })

  it('is found by nothing else', async () => {
    const token = await at.signIn(user)
    const { id, tokenHash } = await at.sessionOf(token)
    const forged = ['', 'x', id, `${id}.`, `${id}.${tokenHash}`, newToken(id).token, `${token}.`, token.toUpperCase(), ` ${token}`]
    for (const presented of forged) expect(await current(presented)).toBeNull()
  })

  it('keeps only the hash of its token', async () => {
    const token = await at.signIn(user)
    const [row] = await at.db.selectFrom('nightlatch_session').selectAll().where('user_id', '=', user.id).execute()
    expect(JSON.stringify(row)).not.toContain(token.split('.')[1])
    expect(row?.token_hash).toBe(sha256(token.split('.')[1]!))
  })

  it('ends after an hour without a request, to the second', async () => {
    const token = await at.signIn(user)
    at.clock.now = NOW + HOUR - 1
    const listed = await at.accounts.sessions.list(user)
    expect(listed).toHaveLength(1)
    at.clock.now = NOW + HOUR
    expect(await at.accounts.sessions.list(user)).toEqual([])
    expect(await current(token)).toBeNull()
    at.clock.now = NOW + HOUR - 1
    expect(await current(token)).not.toBeNull()
  })

  it('ends twelve hours after it began, however busy, to the second', async () => {
    const token = await at.signIn(user)
    for (let hour = 1; hour < 24; hour += 1) {
      at.clock.now = NOW + (hour * HOUR) / 2
      expect(await current(token)).not.toBeNull()
    }
    at.clock.now = NOW + 12 * HOUR - 1
    expect(await current(token)).not.toBeNull()
    at.clock.now = NOW + 12 * HOUR
    expect(await current(token)).toBeNull()
  })

  it('lives as long as the settings say', async () => {
    const sessions = createAccountSessions(at.ports, { sessionSeconds: 2 * HOUR, idleSeconds: 10 * MINUTE })
    const { id: userId, organizationId, passwordEpoch, factorEpoch } = user
    const opened = sessions.open({ organizationId, userId, amr: ['pwd'], secondStepAt: null, passwordEpoch, factorEpoch, client: aVisitor(), at: NOW })
    await at.must(organizationId, ...opened.changes)
    expect(await sessions.current(opened.token)).toMatchObject({ session: { expiresAt: NOW + 2 * HOUR } })
    at.clock.now = NOW + 10 * MINUTE
    expect(await sessions.current(opened.token)).toBeNull()
  })

  it('notes its last use once a minute', async () => {
    const token = await at.signIn(user)
    for (const [seconds, lastSeenAt] of [[59, NOW], [60, NOW + 60], [119, NOW + 60], [120, NOW + 120]] as const) {
      at.clock.now = NOW + seconds
      await current(token)
      expect((await at.store.listSessions(user.organizationId, user.id))[0]?.lastSeenAt).toBe(lastSeenAt)
    }
  })

  it('counts a code given at sign-in as a step-up, and a password alone as none', async () => {
    const { id: userId, organizationId, passwordEpoch, factorEpoch } = user
    const verified = { organizationId, userId, amr: ['pwd'], passwordEpoch, factorEpoch, client: aVisitor(), at: NOW }
    for (const secondStepAt of [NOW, null]) {
      const opened = at.accounts.sessions.open({ ...verified, secondStepAt })
      await at.must(organizationId, ...opened.changes)
      const { id } = await at.sessionOf(opened.token)
      expect(await at.store.findStepUp(organizationId, userId, id)).toEqual(secondStepAt === null ? null : { at: secondStepAt, factorEpoch })
    }
  })

  it('writes what a browser says about itself on one line', async () => {
    const token = await at.signIn(user, aVisitor({ agent: `Evil\r\nSet-Cookie: a=b\u2028${'x'.repeat(5000)}` }))
    const { agent } = await at.sessionOf(token)
    expect(agent).toMatch(/^Evil {2}Set-Cookie: a=b x+$/)
    expect(agent).toHaveLength(300)
  })
})

describe('what happens to the user ends a session:', () => {
  it('a change of password', async () => {
    const token = await at.signIn(user)
    await at.must(user.organizationId, { kind: 'user.password-changed', userId: user.id, passwordEpoch: 1, passwordHash: 'new', at: NOW })
    expect(await current(token)).toBeNull()
    expect(await at.accounts.sessions.list(await at.reload(user))).toEqual([])
  })

  it('a change of methods', async () => {
    const token = await at.signIn(user)
    const { id: userId, passwordEpoch, factorEpoch } = user
    await at.must(user.organizationId, { kind: 'user.factors-changed', userId, passwordEpoch, factorEpoch, enrolledAt: null, backupCodesSavedAt: null })
    expect(await current(token)).toBeNull()
  })

  it('deactivation', async () => {
    const token = await at.signIn(user)
    await at.must(user.organizationId, { kind: 'user.deactivate', userId: user.id, at: NOW })
    expect(await current(token)).toBeNull()
  })
})

describe('a renewed session', () => {
  it('goes on under a new token and the epochs of now; the old token is nothing', async () => {
    const token = await at.signIn(user)
    const before = await at.sessionOf(token)
    const renewed = at.accounts.sessions.renew(before.id, user.id)
    await at.must(user.organizationId, { kind: 'user.password-changed', userId: user.id, passwordEpoch: 1, passwordHash: 'new', at: NOW }, ...renewed.changes)
    expect(await current(token)).toBeNull()
    expect(await current(renewed.token)).toMatchObject({ session: { id: before.id, expiresAt: before.expiresAt, passwordEpoch: 2 } })
  })
})

describe('ending sessions', () => {
  it('lists them without what would open one', async () => {
    await at.signIn(user, aVisitor({ address: '198.51.100.1', agent: 'Safari on iPhone' }))
    const [listed] = await at.accounts.sessions.list(user)
    expect(listed).toEqual({ id: expect.any(String), address: '198.51.100.1', agent: 'Safari on iPhone', createdAt: NOW, lastSeenAt: NOW })
  })

  it('ends one of one’s own', async () => {
    const [here, there] = [await at.signIn(user), await at.signIn(user)]
    await at.accounts.sessions.end(user, (await at.sessionOf(there)).id, aVisitor())
    expect(await current(there)).toBeNull()
    expect(await current(here)).not.toBeNull()
    expect(await at.audited(user)).toContainEqual(expect.objectContaining({ action: 'session.ended', actorId: user.id }))
  })

  it('does not find another’s, of the same organization or not', async () => {
    const colleague = await at.person({ organizationId: user.organizationId })
    for (const other of [colleague, await at.person()]) {
      const token = await at.signIn(other)
      const { id } = await at.sessionOf(token)
      await expect(at.accounts.sessions.end(user, id, aVisitor())).rejects.toThrow('not_found')
      expect(await current(token)).not.toBeNull()
    }
    expect((await at.audited(user)).map(({ action }) => action)).not.toContain('session.ended')
  })

  it('ends all others, and leaves those of other people', async () => {
    const colleague = await at.person({ organizationId: user.organizationId })
    const [here, there, theirs] = [await at.signIn(user), await at.signIn(user), await at.signIn(colleague)]
    await at.accounts.sessions.endAllOthers(user, (await at.sessionOf(here)).id, aVisitor())
    expect([await current(here), await current(there), await current(theirs)].map((session) => session !== null)).toEqual([true, false, true])
  })

  it('signs out, once', async () => {
    const token = await at.signIn(user)
    await at.accounts.sessions.signOut(token, aVisitor())
    await at.accounts.sessions.signOut(token, aVisitor())
    await at.accounts.sessions.signOut('nonsense', aVisitor())
    expect(await current(token)).toBeNull()
    expect((await at.audited(user)).filter(({ action }) => action === 'signed-out')).toHaveLength(1)
  })
})
