import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change } from '../../src/engine/changes.ts'
import type { Organization, User } from '../../src/engine/model.ts'
import { aChallenge, aDevice, anAuthenticator, anAuditEvent, anId, aOneTimeToken, aPolicy, aRole, aSession, aUser, aText, aTextStop, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

interface Case {
  given?: Change[]
  wins: Change
  /** What is refused afterwards; the same again where nothing is said. */
  refused?: Change
}

const at = NOW
const epochs = { passwordEpoch: 0, factorEpoch: 0 }

/** Each change that can be refused: it wins once, and what comes too late does not. */
const cases: Record<string, (world: { user: User; organization: Organization }) => Case> = {
  'role.create': () => ({ wins: { kind: 'role.create', role: aRole() } }),

  'user.create, for a name that is taken': ({ organization }) => {
    const first = aUser({ organizationId: organization.id })
    const second = aUser({ organizationId: organization.id, userName: first.userName.toUpperCase() })
    return {
      wins: { kind: 'user.create', user: first, passwordHash: null, at },
      refused: { kind: 'user.create', user: second, passwordHash: null, at },
    }
  },

  'user.signed-in, after a change of methods': ({ user }) => ({
    given: [{ kind: 'user.factors-changed', userId: user.id, ...epochs, enrolledAt: at, backupCodesSavedAt: null }],
    wins: { kind: 'user.signed-in', userId: user.id, passwordEpoch: 0, factorEpoch: 1, at },
    refused: { kind: 'user.signed-in', userId: user.id, ...epochs, at },
  }),

  'user.unchanged, after a change of password': ({ user }) => ({
    given: [{ kind: 'user.password-changed', userId: user.id, passwordEpoch: 0, passwordHash: 'new', at }],
    wins: { kind: 'user.unchanged', userId: user.id, passwordEpoch: 1, factorEpoch: 0 },
    refused: { kind: 'user.unchanged', userId: user.id, ...epochs },
  }),

  'user.factors-changed': ({ user }) => ({
    wins: { kind: 'user.factors-changed', userId: user.id, ...epochs, enrolledAt: at, backupCodesSavedAt: null },
  }),

  'guard.told, within the hour': ({ user }) => ({
    given: [{ kind: 'guard.told', userId: user.id, since: at - 3_600, at }],
    wins: { kind: 'guard.told', userId: user.id, since: at, at: at + 3_600 },
    refused: { kind: 'guard.told', userId: user.id, since: at + 3_599, at: at + 7_199 },
  }),

  'user.password-changed': ({ user }) => ({
    wins: { kind: 'user.password-changed', userId: user.id, passwordEpoch: 0, passwordHash: 'new', at },
  }),

  'refusal.note, within the minute': ({ user }) => ({
    wins: { kind: 'refusal.note', userId: user.id, route: 'GET /admin', since: at - 60, at },
    refused: { kind: 'refusal.note', userId: user.id, route: 'GET /admin', since: at - 1, at: at + 59 },
  }),

  'challenge.send': ({ user }) => {
    const challenge = aChallenge({ userId: user.id })
    return {
      given: [{ kind: 'challenge.open', challenge }],
      wins: { kind: 'challenge.send', id: challenge.id, sends: 0, codeHash: 'code', codeExpiresAt: at + 300, at },
    }
  },

  'challenge.choose, at the end of its time': ({ user }) => {
    const challenge = aChallenge({ userId: user.id })
    return {
      given: [{ kind: 'challenge.open', challenge }],
      wins: { kind: 'challenge.choose', id: challenge.id, method: 'sms', at: challenge.expiresAt - 1 },
      refused: { kind: 'challenge.choose', id: challenge.id, method: 'sms', at: challenge.expiresAt },
    }
  },

  'challenge.consume, without a sent code': ({ user }) => {
    const challenge = aChallenge({ userId: user.id })
    return {
      given: [{ kind: 'challenge.open', challenge }],
      wins: { kind: 'challenge.consume', id: challenge.id, codeHash: null, at },
    }
  },

  'challenge.consume, with a sent code': ({ user }) => {
    const challenge = aChallenge({ userId: user.id, codeHash: 'code' })
    return {
      given: [{ kind: 'challenge.open', challenge }],
      wins: { kind: 'challenge.consume', id: challenge.id, codeHash: 'code', at },
    }
  },

  'challenge.email-confirmed, until it is consumed': ({ user }) => {
    const [open, consumed] = [aChallenge({ userId: user.id }), aChallenge({ userId: user.id, consumedAt: at })]
    return {
      given: [open, consumed].map((challenge) => ({ kind: 'challenge.open', challenge })),
      wins: { kind: 'challenge.email-confirmed', id: open.id, at },
      refused: { kind: 'challenge.email-confirmed', id: consumed.id, at },
    }
  },

  'authenticator.advance': ({ user }) => {
    const authenticator = anAuthenticator({ userId: user.id, lastCounter: 8 })
    return {
      given: [{ kind: 'authenticator.add', authenticator }],
      wins: { kind: 'authenticator.advance', id: authenticator.id, counter: 9, at },
    }
  },

  'authenticator.advance, to an older step': ({ user }) => {
    const authenticator = anAuthenticator({ userId: user.id })
    return {
      given: [{ kind: 'authenticator.add', authenticator }],
      wins: { kind: 'authenticator.advance', id: authenticator.id, counter: 9, at },
      refused: { kind: 'authenticator.advance', id: authenticator.id, counter: 8, at },
    }
  },

  'authenticator.remove': ({ user }) => {
    const authenticator = anAuthenticator({ userId: user.id })
    return {
      given: [{ kind: 'authenticator.add', authenticator }],
      wins: { kind: 'authenticator.remove', id: authenticator.id, userId: user.id },
    }
  },

  'backup-code.use': ({ user }) => {
    const id = anId()
    return {
      given: [{ kind: 'backup-codes.replace', userId: user.id, codes: [{ id, sealedHash: 'x' }], at }],
      wins: { kind: 'backup-code.use', id, userId: user.id, at },
    }
  },

  'device.revoke': ({ user }) => {
    const device = aDevice({ userId: user.id })
    return {
      given: [{ kind: 'device.remember', device }],
      wins: { kind: 'device.revoke', id: device.id, userId: user.id, because: 'revoked' },
    }
  },

  'session.renew, until it is ended': ({ user }) => {
    const [open, ended] = [aSession({ userId: user.id }), aSession({ userId: user.id })]
    return {
      given: [
        ...[open, ended].map((session) => ({ kind: 'session.open' as const, session })),
        { kind: 'session.end', id: ended.id, userId: user.id },
      ],
      wins: { kind: 'session.renew', id: open.id, userId: user.id, tokenHash: 'new' },
      refused: { kind: 'session.renew', id: ended.id, userId: user.id, tokenHash: 'new' },
    }
  },

  'session.end': ({ user }) => {
    const session = aSession({ userId: user.id })
    return { given: [{ kind: 'session.open', session }], wins: { kind: 'session.end', id: session.id, userId: user.id } }
  },

  'one-time-token.use': ({ user }) => {
    const token = aOneTimeToken({ userId: user.id })
    return {
      given: [{ kind: 'one-time-token.issue', token }],
      wins: { kind: 'one-time-token.use', id: token.id, purpose: token.purpose, at },
    }
  },

  'one-time-token.use, of another purpose or too late': ({ user }) => {
    const token = aOneTimeToken({ userId: user.id })
    return {
      given: [{ kind: 'one-time-token.issue', token }],
      wins: { kind: 'one-time-token.use', id: token.id, purpose: token.purpose, at: token.expiresAt - 1 },
      refused: { kind: 'one-time-token.use', id: token.id, purpose: 'verified', at },
    }
  },

  'text.reserve, beyond what the user may have': ({ user }) => {
    const text = () => aText({ userId: user.id, budgets: [{ of: 'user', counts: 'all', seconds: 3_600, limit: 1 }] })
    return { wins: { kind: 'text.reserve', text: text() }, refused: { kind: 'text.reserve', text: text() } }
  },

  'text.stop, of a prefix that is stopped': () => {
    const stop = aTextStop()
    return { wins: { kind: 'text.stop', stop }, refused: { kind: 'text.stop', stop: { ...stop, id: anId() } } }
  },

  'text.lift': ({ user }) => {
    const stop = aTextStop()
    return { given: [{ kind: 'text.stop', stop }], wins: { kind: 'text.lift', id: stop.id, liftedBy: user.id, at } }
  },

  'authenticator.remember, after another request': ({ user }) => {
    const authenticator = anAuthenticator({ userId: user.id })
    return {
      given: [{ kind: 'authenticator.add', authenticator }],
      wins: { kind: 'authenticator.remember', id: authenticator.id, former: authenticator.data, data: { x: 1 } },
    }
  },

  'candidate.remember, after another request': ({ user }) => {
    const candidate = { method: 'totp' as const, label: '', sealedSecret: 's', data: {}, replaces: null }
    const challenge = aChallenge({ userId: user.id, candidate })
    return {
      given: [{ kind: 'challenge.open', challenge }],
      wins: { kind: 'candidate.remember', challengeId: challenge.id, former: candidate.data, data: { x: 1 } },
    }
  },

  'policy.set': ({ user }) => ({ wins: { kind: 'policy.set', policy: aPolicy({ version: 2, trustDays: 7 }), actorId: user.id, at } }),
}

describe.each(testDatabases)('what only one may win, on %s', (name) => {
  let world: TestStore
  beforeAll(async () => {
    world = await openStore(name)
  })
  afterAll(() => world.close())

  it.each(Object.entries(cases))('%s: once, and a refusal undoes the rest of its commit', async (_, caseOf) => {
    const organization = await world.organization()
    const user = await world.user(organization)
    const { given = [], wins, refused = wins } = caseOf({ user, organization })
    const traces = () => world.store.listActivity(organization.id, user.id, { before: null, limit: 9 })
    const trace: Change = { kind: 'audit.append', event: anAuditEvent({ subjectId: user.id }) }
    await world.must(organization.id, ...given)

    expect(await world.store.commit(organization.id, [wins])).toBeNull()
    expect(await world.store.commit(organization.id, [trace, refused])).toBe(refused.kind)
    expect(await traces()).toEqual([])
    await world.must(organization.id, trace)
    expect(await traces()).toHaveLength(1)
  })

  it('refuses a deactivated user', async () => {
    const organization = await world.organization()
    const { id: userId } = await world.user(organization)
    await world.must(organization.id, { kind: 'user.deactivate', userId, at })
    for (const change of [
      { kind: 'user.signed-in', userId, ...epochs, at },
      { kind: 'user.unchanged', userId, ...epochs },
      { kind: 'user.factors-changed', userId, ...epochs, enrolledAt: null, backupCodesSavedAt: null },
    ] satisfies Change[]) {
      expect(await world.store.commit(organization.id, [change])).toBe(change.kind)
    }
    expect((await world.store.findPerson(organization.id, userId))?.user.deactivatedAt).toBe(at)
  })

  it.each([
    ['code', null],
    [null, 'code'],
    ['code', 'other'],
  ])('refuses to consume a challenge whose code is %s for one that was judged by %s', async (stored, judged) => {
    const organization = await world.organization()
    const user = await world.user(organization)
    const challenge = aChallenge({ userId: user.id, codeHash: stored })
    await world.must(organization.id, { kind: 'challenge.open', challenge })
    const refused = await world.store.commit(organization.id, [{ kind: 'challenge.consume', id: challenge.id, codeHash: judged, at }])
    expect(refused).toBe('challenge.consume')
  })
})
