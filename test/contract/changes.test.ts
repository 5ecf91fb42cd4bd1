import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Changes } from '../../src/engine/changes.ts'
import type { Challenge, Organization, User } from '../../src/engine/model.ts'
import { aChallenge, aDevice, anAuthenticator, anAuditEvent, anId, anOrganization, aOneTimeToken, aPolicy, aRole, aSession, aUser, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

const at = NOW

describe.each(testDatabases)('changes on %s', (name) => {
  let world: TestStore
  let organization: Organization
  let user: User

  beforeAll(async () => {
    world = await openStore(name)
  })
  beforeEach(async () => {
    organization = await world.organization({ roles: [aRole(), aRole({ id: 'chief' })] })
    user = await world.user(organization)
  })
  afterAll(() => world.close())

  const person = async () => (await world.store.findPerson(organization.id, user.id))!
  const find = ({ id, tokenHash }: Challenge) => world.store.findChallenge({ id, tokenHash: tokenHash! })
  const pending = (facts: Partial<Challenge> = {}) => aChallenge({ organizationId: organization.id, userId: user.id, ...facts })

  it('set up a server with its first administrator by a link that works once', async () => {
    const token = aOneTimeToken({ purpose: 'first-administrator', organizationId: null, userId: null, data: { by: 'command line' } })
    await world.must(null, { kind: 'one-time-token.issue', token })
    expect(await world.store.findOneTimeToken(token.id, 'first-administrator')).toEqual(token)

    const setUp = () => {
      const first = anOrganization()
      const role = aRole({ id: 'administrator', mayAdminister: true })
      const administrator = aUser({ organizationId: first.id, roles: [role] })
      const commit = world.store.commit(null, [
        { kind: 'one-time-token.use', id: token.id, purpose: 'first-administrator', at },
        { kind: 'organization.create', organization: first, policy: aPolicy(), at },
        { kind: 'role.create', role },
        { kind: 'user.create', user: administrator, passwordHash: 'hash', at },
        { kind: 'audit.append', event: anAuditEvent({ action: 'user.created', subjectId: administrator.id }) },
      ])
      return { first, administrator, commit }
    }
    const { first, administrator, commit } = setUp()
    expect(await commit).toBeNull()
    expect((await world.store.findPerson(first.id, administrator.id))?.user).toEqual(administrator)
    expect(await world.store.listActivity(first.id, administrator.id, { before: null, limit: 9 })).toHaveLength(1)

    const again = setUp()
    expect(await again.commit).toBe('one-time-token.use')
    expect(await world.store.findPerson(again.first.id, again.administrator.id)).toBeNull()
  })

  it('raise the factor epoch with the methods and the password epoch with the password, never the other', async () => {
    const { id: userId } = user
    await world.must(
      organization.id,
      { kind: 'user.factors-changed', userId, passwordEpoch: 0, factorEpoch: 0, enrolledAt: at, backupCodesSavedAt: at + 1 },
      { kind: 'user.password-changed', userId, passwordEpoch: 0, passwordHash: 'second', at },
      { kind: 'user.password-changed', userId, passwordEpoch: 1, passwordHash: 'third', at },
    )
    expect((await person()).user).toMatchObject({ factorEpoch: 1, passwordEpoch: 2, enrolledAt: at, backupCodesSavedAt: at + 1 })
    expect(await world.store.findPasswordHash(organization.id, userId)).toBe('third')
  })

  it('rehash a password unless it was changed meanwhile', async () => {
    const rehash = (formerHash: string, passwordHash: string) =>
      world.must(organization.id, { kind: 'user.password-rehashed', userId: user.id, formerHash, passwordHash })
    await rehash('hash', 'stronger')
    await rehash('hash', 'late')
    expect(await world.store.findPasswordHash(organization.id, user.id)).toBe('stronger')
    expect((await person()).user.passwordEpoch).toBe(0)
  })

  it('replace roles', async () => {
    await world.must(organization.id, { kind: 'user.roles', userId: user.id, roleIds: ['staff'] })
    await world.must(organization.id, { kind: 'user.roles', userId: user.id, roleIds: ['chief', 'chief'] })
    expect((await person()).user.roles).toEqual([aRole({ id: 'chief' })])
  })

  it('keep a challenge as it was opened, in whatever state', async () => {
    const candidate = { method: 'sms' as const, label: '17', sealedSecret: 'x', data: { a: [1] }, replaces: null }
    const full = pending({ candidate, codeHash: 'c', codeExpiresAt: 1, codeSentAt: 2, sends: 3, delivery: 'sent', knownDeviceId: 'd', amr: ['pwd', 'otp'] })
    for (const challenge of [full, pending()]) {
      await world.must(organization.id, { kind: 'challenge.open', challenge })
      expect(await find(challenge)).toEqual(challenge)
    }
    expect(await find({ ...full, tokenHash: 'invented' })).toBeNull()
  })

  it('replace what was pending for the same session and purpose, and nothing else', async () => {
    const bound = { boundTo: 'session-1', tokenHash: null }
    const first = pending({ ...bound, purpose: 'step-up' })
    const beside = pending({ ...bound, purpose: 'enroll' })
    const second = pending({ ...bound, purpose: 'step-up' })
    const unbound = [pending(), pending()]
    for (const challenge of [first, beside, second, ...unbound]) await world.must(organization.id, { kind: 'challenge.open', challenge })

    const key = { organizationId: organization.id, userId: user.id, boundTo: 'session-1' }
    expect(await world.store.findChallenge({ ...key, purpose: 'step-up' })).toEqual(second)
    expect(await world.store.findChallenge({ ...key, purpose: 'enroll' })).toEqual(beside)
    expect(await Promise.all(unbound.map(find))).toEqual(unbound)
    const refused = await world.store.commit(organization.id, [{ kind: 'challenge.consume', id: first.id, codeHash: null, at }])
    expect(refused).toBe('challenge.consume')
  })

  it('keep the one code that was sent, and the wait for the next one, through a change of method', async () => {
    const challenge = pending({ method: 'sms' })
    const { id } = challenge
    await world.must(
      organization.id,
      { kind: 'challenge.open', challenge },
      { kind: 'challenge.send', id, sends: 0, codeHash: 'c', codeExpiresAt: at + 300, at },
      { kind: 'challenge.choose', id, method: 'totp', at: at + 1 },
    )
    const expected = { method: 'totp', codeHash: 'c', codeExpiresAt: at + 300, codeSentAt: at, sends: 1, delivery: 'sent', attemptsLeft: 5 }
    expect(await find(challenge)).toMatchObject(expected)
  })

  it('remember what a method learns, of an authenticator and of a candidate', async () => {
    const authenticator = anAuthenticator({ userId: user.id })
    const candidate = { method: 'totp' as const, label: 'x', sealedSecret: 's', data: {}, replaces: 'other' }
    const challenge = pending({ candidate })
    const data = { refused: [7] }
    await world.must(
      organization.id,
      { kind: 'authenticator.add', authenticator },
      { kind: 'authenticator.remember', id: authenticator.id, former: authenticator.data, data },
      { kind: 'challenge.open', challenge },
      { kind: 'candidate.remember', challengeId: challenge.id, former: candidate.data, data },
    )
    expect((await world.store.findPerson(organization.id, user.id))?.authenticators).toContainEqual({ ...authenticator, data })
    expect((await find(challenge))?.candidate).toEqual({ ...candidate, data })
  })

  it('say what became of the last sending alone', async () => {
    const challenge = pending({ method: 'sms' })
    const { id } = challenge
    const send = (sends: number) => ({ kind: 'challenge.send' as const, id, sends, codeHash: `code ${sends}`, codeExpiresAt: at + 300, at })
    await world.must(organization.id, { kind: 'challenge.open', challenge }, send(0), send(1), { kind: 'challenge.delivery', id, sends: 1, delivery: 'failed' })
    expect(await find(challenge)).toMatchObject({ sends: 2, delivery: 'sent' })
    await world.must(organization.id, { kind: 'challenge.delivery', id, sends: 2, delivery: 'failed' })
    expect(await find(challenge)).toMatchObject({ sends: 2, delivery: 'failed' })
  })

  it('learn what became of a sent code forward only, and of the last one alone', async () => {
    const challenge = pending({ method: 'sms' })
    const { id } = challenge
    const send = (sends: number, sentAt: number) => ({ kind: 'challenge.send' as const, id, sends, codeHash: 'code', codeExpiresAt: at + 300, at: sentAt })
    const learn = async (delivery: Changes['challenge.delivered']['delivery'], sentAt: number) => {
      await world.must(organization.id, { kind: 'challenge.delivered', id, sentAt, delivery })
      return (await find(challenge))?.delivery
    }
    await world.must(organization.id, { kind: 'challenge.open', challenge }, send(0, at))
    for (const [said, known] of [['unconfirmed', 'unconfirmed'], ['sent', 'sent'], ['unreachable', 'unreachable'], ['sent', 'unreachable'], ['failed', 'unreachable'], ['delivered', 'delivered'], ['blocked', 'delivered'], ['unconfirmed', 'delivered']] as const) {
      expect([said, await learn(said, at)]).toEqual([said, known])
    }
    await world.must(organization.id, send(1, at + 30))
    expect(await learn('failed', at)).toBe('sent')
    expect(await learn('failed', at + 30)).toBe('failed')
  })

  it('give a device its new token and trust, and end trust for a reason', async () => {
    const device = aDevice({ userId: user.id })
    const known = aDevice({ userId: user.id, trustedAt: null, trustedUntil: null, lastUsedAt: at - 1 })
    const renewed = { ...device, tokenHash: 'new', trustedUntil: at + 9 }
    for (const each of [device, known, renewed]) await world.must(organization.id, { kind: 'device.remember', device: each })
    expect(await world.store.findDevice(organization.id, user.id, [device.tokenHash])).toBeNull()
    expect(await world.store.findDevice(organization.id, user.id, ['x', 'new'])).toEqual(renewed)

    const ended = { ...renewed, trustedUntil: null, trustEndedBecause: 'revoked' as const }
    await world.must(organization.id, { kind: 'devices.revoke-all', userId: user.id, because: 'revoked' })
    expect(await world.store.listDevices(organization.id, user.id)).toEqual([ended, known])
    await world.must(organization.id, { kind: 'devices.revoke-all', userId: user.id, because: 'reset' })
    expect((await world.store.listDevices(organization.id, user.id)).map((each) => each.trustEndedBecause)).toEqual(['reset', 'reset'])
    await world.must(organization.id, { kind: 'device.remember', device: renewed })
    expect(await world.store.findDevice(organization.id, user.id, ['new'])).toEqual(renewed)
  })

  it('let a session go on under a new token and the user’s present epochs, and end all others', async () => {
    const [session, other] = [aSession({ userId: user.id }), aSession({ userId: user.id })]
    await world.must(
      organization.id,
      { kind: 'session.open', session },
      { kind: 'session.open', session: other },
      { kind: 'user.factors-changed', userId: user.id, passwordEpoch: 0, factorEpoch: 0, enrolledAt: at, backupCodesSavedAt: null },
      { kind: 'session.renew', id: session.id, userId: user.id, tokenHash: 'new' },
      { kind: 'sessions.end-all', userId: user.id, except: session.id },
    )
    const renewed = { ...session, organizationId: organization.id, tokenHash: 'new', factorEpoch: 1, lastSeenAt: at }
    expect(await world.store.findSession(session.id, session.tokenHash)).toBeNull()
    expect(await world.store.listSessions(organization.id, user.id)).toEqual([renewed])

    await world.store.touchSession(session.id, at + 59)
    expect(await world.store.findSession(session.id, 'new')).toEqual(renewed)
    await world.store.touchSession(session.id, at + 60)
    expect(await world.store.findSession(session.id, 'new')).toEqual({ ...renewed, lastSeenAt: at + 60 })
  })

  it('record the newest step-up of a session', async () => {
    for (const time of [at, at + 5]) await world.must(organization.id, { kind: 'step-up.record', sessionId: user.id, userId: user.id, factorEpoch: time - at, at: time })
    expect(await world.store.findStepUp(organization.id, user.id, user.id)).toEqual({ at: at + 5, factorEpoch: 5 })
    expect(await world.store.findStepUp(organization.id, user.id, 'other')).toBeNull()
  })

  it('give the attempt of a right code back, and unlock after a backup code', async () => {
    const challenge = pending({ attemptsLeft: 9 })
    await world.must(organization.id, { kind: 'challenge.open', challenge })
    const attempt = { organizationId: organization.id, challengeId: challenge.id, userId: user.id, at }
    for (let n = 1; n <= 3; n++) await world.store.spendAttempt({ ...attempt, bucket: 'other' })
    expect((await person()).guard).toMatchObject({ other: { failures: 3 }, dayFailures: 3 })
    await world.must(organization.id, { kind: 'guard.clear', userId: user.id, bucket: 'other', at })
    expect((await person()).guard).toMatchObject({ other: { failures: 0 }, dayFailures: 2 })
    await world.must(organization.id, { kind: 'guard.unlock', userId: user.id })
    expect((await person()).guard).toMatchObject({ dayFailures: 0 })
  })

  it('keep every version of a policy, who saved it and when', async () => {
    const policy = aPolicy({ version: 2, requiredSince: at, requirementChangedBy: user.id, alwaysRequiredTrustDays: 0 })
    await world.must(organization.id, { kind: 'policy.set', policy, actorId: user.id, at: at + 1 })
    expect((await person()).policy).toEqual(policy)
    const history = await world.db
      .selectFrom('nightlatch_policy_history')
      .select(['version', 'saved_by', 'saved_at'])
      .where('organization_id', '=', organization.id)
      .orderBy('version')
      .execute()
    expect(history).toEqual([
      { version: 1, saved_by: null, saved_at: at },
      { version: 2, saved_by: user.id, saved_at: at + 1 },
    ])
  })

  it('list the activity of a user by page, newest first', async () => {
    const events = [1, 2, 3, 4, 5].map((n) => anAuditEvent({ subjectId: user.id, actorId: null, method: 'sms', detail: { n, why: 'wrong' } }))
    await world.must(
      organization.id,
      ...events.map((event) => ({ kind: 'audit.append' as const, event })),
      { kind: 'audit.append', event: anAuditEvent({ subjectId: anId() }) },
    )
    const first = await world.store.listActivity(organization.id, user.id, { before: null, limit: 2 })
    expect(first).toEqual([events[4], events[3]])
    const next = await world.store.listActivity(organization.id, user.id, { before: first[1]!.id, limit: 9 })
    expect(next).toEqual([events[2], events[1], events[0]])
  })
})
