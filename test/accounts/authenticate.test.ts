import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { authenticate } from '../../src/accounts/authenticate.ts'
import { createPasswordHasher, HashingBusyError } from '../../src/crypto/password.ts'
import { NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { aVisitor, cheapest, openAccounts, PASSWORD, type TestAccounts } from './open-accounts.ts'

let at: TestAccounts
beforeAll(async () => (at = await openAccounts()))
afterAll(() => at.close())
beforeEach(() => {
  at.clock.now = NOW
  at.calls.verified.length = 0
})

function enter(identifier: string, password: string, visitor = aVisitor()) {
  return at.accounts.authenticate({ identifier, password, visitor })
}

describe('a user name and a password', () => {
  it('let somebody in by user name or e-mail address, however they type it', async () => {
    const user = await at.person({ userName: 'Beth', email: 'Beth@Example.org' })
    for (const typed of ['Beth', ' beth ', 'ＢＥＴＨ', 'beth@example.ORG']) {
      expect(await enter(typed, PASSWORD)).toEqual({
        kind: 'authenticated',
        user: { id: user.id, organizationId: user.organizationId, passwordEpoch: 1 },
      })
    }
  })

  it('get one answer for an unknown user, a wrong password, a deactivated user and one without a password', async () => {
    const [active, gone] = [await at.person(), await at.person()]
    const waiting = await at.person({ password: null })
    await at.must(gone.organizationId, { kind: 'user.deactivate', userId: gone.id, at: NOW })

    const answers = [
      await enter('nobody at all', PASSWORD),
      await enter(active.userName, 'wrong'),
      await enter(gone.userName, PASSWORD),
      await enter(waiting.userName, PASSWORD),
      await enter(waiting.userName, ''),
    ]
    expect(answers).toEqual(Array.from(answers, () => ({ kind: 'refused' })))
    // One hash each, whoever it is.
    expect(at.calls.verified).toEqual(['nobody', 'somebody', 'nobody', 'nobody', 'nobody'])
  })

  it.each(testDatabases)('are refused, after the same work, where the name can be nobody’s (%s)', async (database) => {
    const at = await openAccounts(database)
    onTestFinished(() => at.close())
    const odd = ['', '   ', 'nul\0byte', 'new\nline', '\uD800', 'x'.repeat(10_000), "' or 1=1 --", '%', '\u202Ehteb']
    for (const identifier of odd) {
      expect(await at.accounts.authenticate({ identifier, password: PASSWORD, visitor: aVisitor() })).toEqual({ kind: 'refused' })
      await at.accounts.requestReset(identifier, aVisitor())
    }
    expect(at.calls.verified).toEqual(odd.map(() => 'nobody'))
  })

  it('leave an audit row that names the user when there is one, and never what was typed', async () => {
    const user = await at.person()
    await enter(user.userName, 'wrong', aVisitor({ address: '198.51.100.7' }))
    expect(await at.audited(user)).toMatchObject([
      { action: 'sign-in.password-refused', result: 'failure', actorId: null, subjectId: user.id, client: { address: '198.51.100.7' } },
    ])

    await enter('my-secret-in-the-wrong-field', 'wrong', aVisitor({ address: '198.51.100.8' }))
    const rows = await at.db.selectFrom('nightlatch_audit_event').selectAll().where('address', '=', '198.51.100.8').execute()
    expect(rows).toMatchObject([{ action: 'sign-in.password-refused', result: 'failure', actor_id: null, subject_id: null }])
    const everything = [at.logged, await at.db.selectFrom('nightlatch_audit_event').selectAll().execute(), await at.db.selectFrom('nightlatch_password_try').selectAll().execute()]
    expect(JSON.stringify(everything)).not.toContain('wrong-field')
  })

  it('do not sign in with the former password where it was changed while that one was being hashed', async () => {
    const user = await at.person()
    const authenticated = await enter(user.userName, PASSWORD)
    if (authenticated.kind !== 'authenticated') throw new Error(authenticated.kind)
    await at.must(user.organizationId, { kind: 'user.password-changed', userId: user.id, passwordEpoch: 1, passwordHash: 'new', at: NOW })
    await expect(at.engine.signIn.begin(authenticated.user, aVisitor(), '/')).rejects.toThrow('challenge_not_found')
    expect(await at.store.listSessions(user.organizationId, user.id)).toEqual([])
  })
})

describe('the hash of a password', () => {
  it('is made anew at a right password when the settings are stronger than they were, and ends no session', async () => {
    const user = await at.person()
    const token = await at.signIn(user)
    const former = await at.store.findPasswordHash(user.organizationId, user.id)
    const ports = { ...at.ports, hasher: createPasswordHasher({ ...cheapest, passes: 2 }) }

    await authenticate(ports, { identifier: user.userName, password: 'wrong', visitor: aVisitor() })
    expect(await at.store.findPasswordHash(user.organizationId, user.id)).toBe(former)

    await authenticate(ports, { identifier: user.userName, password: PASSWORD, visitor: aVisitor() })
    expect(await at.store.findPasswordHash(user.organizationId, user.id)).toMatch(/^\$argon2id\$v=19\$m=8,t=2,p=1\$/)
    expect(await authenticate(ports, { identifier: user.userName, password: PASSWORD, visitor: aVisitor() })).toMatchObject({ kind: 'authenticated' })
    expect(await at.accounts.sessions.current(token)).not.toBeNull()
  })

  it('waits for the next sign-in when too many are being made', async () => {
    const user = await at.person()
    const busy = () => Promise.reject(new HashingBusyError())
    const ports = { ...at.ports, hasher: { ...at.ports.hasher, needsRehash: () => true, hash: busy } }
    expect(await authenticate(ports, { identifier: user.userName, password: PASSWORD, visitor: aVisitor() })).toMatchObject({ kind: 'authenticated' })
  })

  it('that cannot be checked for want of room is an error, not a wrong password', async () => {
    const ports = { ...at.ports, hasher: { ...at.ports.hasher, verify: () => Promise.reject(new HashingBusyError()) } }
    await expect(authenticate(ports, { identifier: 'anybody', password: PASSWORD, visitor: aVisitor() })).rejects.toThrow(HashingBusyError)
  })
})
