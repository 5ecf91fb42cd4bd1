import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Change, ChangeKind } from '../../src/engine/changes.ts'
import type { Organization, User } from '../../src/engine/model.ts'
import { aChallenge, aDevice, anAuthenticator, anId, aOneTimeToken, aText, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

const at = NOW
const TWENTY = Array.from({ length: 20 }, (_, n) => n)

describe.each(testDatabases)('twenty at once, on %s', (name) => {
  let world: TestStore
  let organization: Organization
  let user: User

  beforeAll(async () => {
    world = await openStore(name)
  })
  beforeEach(async () => {
    organization = await world.organization()
    user = await world.user(organization)
  })
  afterAll(() => world.close())

  const race = (changesOf: (n: number) => Change[]) => Promise.all(TWENTY.map((n) => world.store.commit(organization.id, changesOf(n))))
  const winners = (results: (ChangeKind | null)[]) => results.filter((refused) => refused === null).length
  const unchanged = (): Change => ({ kind: 'user.unchanged', userId: user.id, passwordEpoch: 0, factorEpoch: 0 })

  const spend = (challengeId: string, bucket: 'known' | 'other' | 'backup' = 'other') =>
    world.store.spendAttempt({ organizationId: organization.id, challengeId, userId: user.id, bucket, at })

  it('accept one time step once', async () => {
    const authenticator = anAuthenticator({ userId: user.id })
    await world.must(organization.id, { kind: 'authenticator.add', authenticator })
    expect(winners(await race(() => [unchanged(), { kind: 'authenticator.advance', id: authenticator.id, counter: 5, at }]))).toBe(1)
  })

  it('use one backup code once', async () => {
    const id = anId()
    await world.must(organization.id, { kind: 'backup-codes.replace', userId: user.id, codes: [{ id, sealedHash: 'x' }], at })
    const use: Change[] = [
      { kind: 'backup-code.use', id, userId: user.id, at },
      { kind: 'guard.unlock', userId: user.id },
    ]
    expect(winners(await race(() => use))).toBe(1)
  })

  it('consume one challenge once', async () => {
    const challenge = aChallenge({ userId: user.id })
    await world.must(organization.id, { kind: 'challenge.open', challenge })
    expect(winners(await race(() => [unchanged(), { kind: 'challenge.consume', id: challenge.id, codeHash: null, at }]))).toBe(1)
  })

  it('use one link once', async () => {
    const token = aOneTimeToken({ userId: user.id })
    await world.must(organization.id, { kind: 'one-time-token.issue', token })
    expect(winners(await race(() => [{ kind: 'one-time-token.use', id: token.id, purpose: token.purpose, at }]))).toBe(1)
  })

  it('send no more texts than allowed', async () => {
    const reserve = (): Change[] => [
      { kind: 'text.reserve', text: aText({ userId: user.id, budgets: [{ of: 'user', counts: 'all', seconds: 3_600, limit: 3 }] }) },
    ]
    expect(winners(await race(reserve))).toBe(3)
  })

  it('change the methods once, and the password once', async () => {
    const { id: userId } = user
    const epochs = { passwordEpoch: 0, factorEpoch: 0 }
    expect(winners(await race(() => [{ kind: 'user.factors-changed', userId, ...epochs, enrolledAt: at, backupCodesSavedAt: null }]))).toBe(1)
    expect(winners(await race((n) => [{ kind: 'user.password-changed', userId, passwordEpoch: 0, passwordHash: `hash ${n}`, at }]))).toBe(1)
  })

  it('leave one pending thing of a kind for a session', async () => {
    const open = await race(() => [
      { kind: 'challenge.open', challenge: aChallenge({ userId: user.id, purpose: 'step-up', boundTo: 'session-1', tokenHash: null }) },
    ])
    expect(winners(open)).toBe(20)
    const rows = await world.db.selectFrom('nightlatch_challenge').select('id').where('user_id', '=', user.id).execute()
    expect(rows).toHaveLength(1)
  })

  it('judge no more guesses than one challenge has', async () => {
    const challenge = aChallenge({ userId: user.id, attemptsLeft: 3 })
    await world.must(organization.id, { kind: 'challenge.open', challenge })
    const attempts = await Promise.all(TWENTY.map(() => spend(challenge.id)))
    const spent = attempts.flatMap((attempt) => (attempt.kind === 'spent' ? [[attempt.failures, attempt.challenge.attemptsLeft]] : []))
    expect(spent.toSorted()).toEqual([[1, 2], [2, 1], [3, 0]])
    expect(attempts.filter(({ kind }) => kind === 'over')).toHaveLength(17)
  })

  it('judge no more guesses than one user has, over however many challenges', async () => {
    const challenges = TWENTY.map(() => aChallenge({ userId: user.id }))
    await world.must(organization.id, ...challenges.map((challenge) => ({ kind: 'challenge.open' as const, challenge })))
    const attempts = await Promise.all(challenges.map(({ id }) => spend(id)))
    expect(attempts.filter(({ kind }) => kind === 'spent')).toHaveLength(5)
    expect(attempts.filter(({ kind }) => kind === 'wait')).toHaveLength(15)
    const rows = await world.db.selectFrom('nightlatch_challenge').select('attempts_left').where('user_id', '=', user.id).execute()
    // A guess that had to wait cost its challenge nothing.
    expect(rows.filter((row) => row.attempts_left === 5)).toHaveLength(15)
  })

  it('spend guesses, send texts and complete sign-ins on one user without standing in each other’s way', async () => {
    const challenge = aChallenge({ userId: user.id, attemptsLeft: 1_000 })
    await world.must(organization.id, { kind: 'challenge.open', challenge })
    const everything = TWENTY.flatMap(() => [
      spend(challenge.id, 'backup'),
      world.store.commit(organization.id, [
        { kind: 'text.reserve', text: aText({ userId: user.id, challengeId: challenge.id }) },
        { kind: 'challenge.send', id: challenge.id, sends: 0, codeHash: 'code', codeExpiresAt: at + 300, at },
      ]),
      world.store.commit(organization.id, [
        { kind: 'user.signed-in', userId: user.id, passwordEpoch: 0, factorEpoch: 0, at },
        { kind: 'device.remember', device: aDevice({ userId: user.id }) },
        { kind: 'challenge.choose', id: challenge.id, method: 'sms', at },
        { kind: 'guard.clear', userId: user.id, bucket: 'backup', at },
      ]),
    ])
    const results = await Promise.all(everything)
    expect(results.filter((result) => result === 'challenge.send')).toHaveLength(19)
    expect(results).not.toContain('user.signed-in')
  })
})
