import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '../../src/engine/changes.ts'
import type { Schema } from '../../src/store/schema.ts'
import { aChallenge, aDevice, anAuthenticator, aNotice, anAuditEvent, anId, aOneTimeToken, aRole, aSession, aText, aTextStop, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

const at = NOW
const role = aRole()

describe.each(testDatabases)('another organization, on %s', (name) => {
  let world: TestStore
  let own: Awaited<ReturnType<typeof fill>>
  let other: string

  beforeAll(async () => {
    world = await openStore(name)
  })
  beforeEach(async () => {
    own = await fill()
    other = (await world.organization({ roles: [role] })).id
  })
  afterAll(() => world.close())

  /** A user with one of everything. */
  async function fill() {
    const organization = await world.organization({ roles: [role] })
    const user = await world.user(organization, { roles: [role] })
    const of = { userId: user.id }
    const rows = {
      authenticator: anAuthenticator(of),
      challenge: aChallenge({ ...of, candidate: { method: 'totp', label: '', sealedSecret: 'x', data: {}, replaces: null } }),
      bound: aChallenge({ ...of, purpose: 'step-up', boundTo: 'session-1', tokenHash: null }),
      device: aDevice(of),
      session: aSession(of),
      token: aOneTimeToken(of),
      text: aText({ ...of, challengeId: anId() }),
      stop: aTextStop(),
      codeId: anId(),
    }
    await world.must(
      organization.id,
      { kind: 'authenticator.add', authenticator: rows.authenticator },
      { kind: 'backup-codes.replace', ...of, codes: [{ id: rows.codeId, sealedHash: 'x' }], at },
      { kind: 'challenge.open', challenge: rows.challenge },
      { kind: 'challenge.open', challenge: rows.bound },
      { kind: 'device.remember', device: rows.device },
      { kind: 'session.open', session: rows.session },
      { kind: 'step-up.record', sessionId: rows.session.id, ...of, factorEpoch: 0, at },
      { kind: 'one-time-token.issue', token: rows.token },
      { kind: 'text.reserve', text: rows.text },
      { kind: 'text.stop', stop: rows.stop },
      { kind: 'audit.append', event: anAuditEvent({ subjectId: user.id }) },
      { kind: 'outbox.add', notice: aNotice(of) },
    )
    await world.store.spendAttempt({ organizationId: organization.id, challengeId: rows.challenge.id, ...of, bucket: 'other', at })
    return { ...rows, organization, user }
  }

  async function everythingOf(organizationId: string) {
    const tables = await world.db.introspection.getTables()
    const owned = tables.filter(({ columns }) => columns.some((column) => column.name === 'organization_id'))
    expect(owned.length).toBeGreaterThan(15)
    const rows = await Promise.all(
      owned.map((table) =>
        world.db
          .selectFrom(table.name as 'nightlatch_user' & keyof Schema)
          .selectAll()
          .where('organization_id', '=', organizationId)
          .execute(),
      ),
    )
    return owned.map((table, n) => [table.name, rows[n]])
  }

  it('changes nothing by the ids of this one', async () => {
    const { user, authenticator, challenge, device, session, token, text, stop, codeId } = own
    const userId = user.id
    const epochs = { passwordEpoch: 0, factorEpoch: 0 }
    const changes: Change[] = [
      { kind: 'user.deactivate', userId, at },
      { kind: 'user.roles', userId, roleIds: [] },
      { kind: 'user.roles', userId, roleIds: [role.id] },
      { kind: 'user.signed-in', userId, ...epochs, at },
      { kind: 'user.factors-changed', userId, ...epochs, enrolledAt: at, backupCodesSavedAt: at },
      { kind: 'user.password-changed', userId, passwordEpoch: 0, passwordHash: 'new', at },
      { kind: 'user.password-rehashed', userId, formerHash: 'hash', passwordHash: 'new' },
      { kind: 'user.backup-codes-saved', userId, at },
      { kind: 'challenge.open', challenge: aChallenge({ ...own.bound, id: anId() }) },
      { kind: 'challenge.send', id: challenge.id, sends: 0, codeHash: 'code', codeExpiresAt: at + 1, at },
      { kind: 'challenge.delivery', id: challenge.id, sends: challenge.sends, delivery: 'failed' },
      { kind: 'challenge.choose', id: challenge.id, method: 'sms', at },
      { kind: 'challenge.consume', id: challenge.id, codeHash: null, at },
      { kind: 'challenge.email-confirmed', id: challenge.id, at },
      { kind: 'candidate.remember', challengeId: challenge.id, former: challenge.candidate?.data ?? {}, data: { x: 1 } },
      { kind: 'authenticator.add', authenticator: anAuthenticator({ userId, label: 'other' }) },
      { kind: 'authenticator.advance', id: authenticator.id, counter: 9, at },
      { kind: 'authenticator.used', id: authenticator.id, at },
      { kind: 'authenticator.remember', id: authenticator.id, former: authenticator.data, data: { x: 1 } },
      { kind: 'authenticator.remove', id: authenticator.id, userId },
      { kind: 'backup-codes.replace', userId, codes: [{ id: anId(), sealedHash: 'y' }], at },
      { kind: 'backup-codes.remove', userId },
      { kind: 'backup-code.use', id: codeId, userId, at },
      { kind: 'device.remember', device: { ...device, tokenHash: 'new' } },
      { kind: 'device.used', id: device.id, at: at + 999 },
      { kind: 'device.revoke', id: device.id, userId, because: 'revoked' },
      { kind: 'devices.revoke-all', userId, because: 'reset' },
      { kind: 'guard.clear', userId, bucket: 'other', at },
      { kind: 'guard.unlock', userId },
      { kind: 'guard.told', userId, since: at, at },
      { kind: 'step-up.record', sessionId: session.id, userId, factorEpoch: 0, at: at + 9 },
      { kind: 'session.open', session: aSession({ userId }) },
      { kind: 'session.renew', id: session.id, userId, tokenHash: 'new' },
      { kind: 'session.end', id: session.id, userId },
      { kind: 'sessions.end-all', userId, except: null },
      { kind: 'one-time-token.use', id: token.id, purpose: token.purpose, at },
      { kind: 'one-time-tokens.void', userId, purpose: token.purpose },
      { kind: 'text.reserve', text: aText({ userId, challengeId: challenge.id }) },
      { kind: 'text.sent', id: text.id, provider: 'x', providerMessageId: 'x', segments: 1, cost: null, at },
      { kind: 'text.receipt', id: text.id, provider: 'x', state: 'delivered', failure: null, segments: 1, cost: null, at },
      { kind: 'text.failed', id: text.id, provider: 'x', failure: 'x', at },
      { kind: 'text.used', challengeId: text.challengeId ?? '', at },
      { kind: 'text.lift', id: stop.id, liftedBy: userId, at },
      { kind: 'outbox.add', notice: aNotice({ userId }) },
    ]
    const before = [await everythingOf(own.organization.id), await everythingOf(other)]
    // Refused, without effect, or an error by the foreign key to the user of an organization.
    for (const change of changes) await world.store.commit(other, [change]).catch(() => 'refused')
    const after = [await everythingOf(own.organization.id), await everythingOf(other)]
    expect(after).toEqual(before)
  })

  it('finds nothing by the ids of this one', async () => {
    const { user, challenge, bound, device, session } = own
    const { store } = world
    expect(await store.backupCodes(other, user.id)).toEqual([])
    expect(await store.findChallenge({ organizationId: other, userId: user.id, boundTo: 'session-1', purpose: bound.purpose })).toBeNull()
    expect(await store.findDevice(other, user.id, [device.tokenHash])).toBeNull()
    expect(await store.listDevices(other, user.id)).toEqual([])
    expect(await store.listSessions(other, user.id)).toEqual([])
    expect(await store.findStepUp(other, user.id, session.id)).toBeNull()
    expect(await store.listActivity(other, user.id, { before: null, limit: 9 })).toEqual([])
    expect(await store.findPasswordHash(other, user.id)).toBeNull()
    const attempt = { organizationId: other, challengeId: challenge.id, userId: user.id, bucket: 'other' as const, at }
    expect(await store.spendAttempt(attempt)).toEqual({ kind: 'over' })
  })

  it('is no different from another user of the same one', async () => {
    const { organization, authenticator, challenge, device, session, codeId } = own
    const { id: userId } = await world.user(organization)
    const attempt = { organizationId: organization.id, challengeId: challenge.id, userId, bucket: 'other' as const, at }
    expect(await world.store.spendAttempt(attempt)).toEqual({ kind: 'over' })
    for (const change of [
      { kind: 'authenticator.remove', id: authenticator.id, userId },
      { kind: 'backup-code.use', id: codeId, userId, at },
      { kind: 'device.revoke', id: device.id, userId, because: 'revoked' },
      { kind: 'session.renew', id: session.id, userId, tokenHash: 'new' },
      { kind: 'session.end', id: session.id, userId },
    ] satisfies Change[]) {
      expect(await world.store.commit(organization.id, [change])).toBe(change.kind)
    }
    const stolen: Change = { kind: 'device.remember', device: { ...device, userId } }
    await expect(world.store.commit(organization.id, [stolen])).rejects.toThrow('somebody else')
  })

  it('needs to be named', async () => {
    const nobody = world.store.commit(null, [{ kind: 'guard.unlock', userId: own.user.id }])
    await expect(nobody).rejects.toThrow('guard.unlock needs an organization')
  })
})
