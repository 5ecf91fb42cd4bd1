import { parseToken } from '../crypto/token.ts'
import { auditChange } from '../engine/audit.ts'
import { NightlatchError } from '../engine/errors.ts'
import type { Client, EpochSeconds, Person, User } from '../engine/model.ts'
import type { AccountsPorts, Session } from './ports.ts'
import { createSessionOwner } from './session-owner.ts'
import { defaultSessionSettings, type SessionSettings } from './settings.ts'

const MINUTE = 60

/** A session as its user sees it in a list. */
export type SessionSummary = Pick<Session, 'id' | 'address' | 'agent' | 'createdAt' | 'lastSeenAt'>

/** The standalone server's sessions: opened and renewed in the commits of the rules, looked up and ended here. */
export function createAccountSessions(ports: AccountsPorts, settings: SessionSettings = defaultSessionSettings) {
  const { store, clock } = ports

  async function find(token: string): Promise<Session | null> {
    const parsed = parseToken(token)
    return parsed === null ? null : await store.findSession(parsed.id, parsed.hash)
  }

  return {
    ...createSessionOwner(ports, settings),

    /** Who holds this token; null once the session is over. Notes the time, at most once a minute. */
    async current(token: string): Promise<{ session: Session; person: Person } | null> {
      const session = await find(token)
      if (session === null || isOver(session, clock(), settings)) return null
      const person = await store.findPerson(session.organizationId, session.userId)
      if (person === null || !isOfNow(session, person.user)) return null
      if (clock() >= session.lastSeenAt + MINUTE) await store.touchSession(session.id, clock())
      return { session, person }
    },

    /** The sessions that this user could go on with. */
    async list(user: User): Promise<SessionSummary[]> {
      const sessions = await store.listSessions(user.organizationId, user.id)
      return sessions
        .filter((session) => !isOver(session, clock(), settings) && isOfNow(session, user))
        .map(({ id, address, agent, createdAt, lastSeenAt }) => ({ id, address, agent, createdAt, lastSeenAt }))
    },

    /** Ends one of one's own sessions. Throws `not_found` for another's. */
    async end(user: User, sessionId: string, client: Client): Promise<void> {
      const refused = await store.commit(user.organizationId, [
        { kind: 'session.end', id: sessionId, userId: user.id },
        auditChange(ports, { action: 'session.ended', subjectId: user.id, client }),
      ])
      if (refused !== null) throw new NightlatchError('not_found')
    },

    async endAllOthers(user: User, exceptSessionId: string | null, client: Client): Promise<void> {
      await store.commit(user.organizationId, [
        { kind: 'sessions.end-all', userId: user.id, except: exceptSessionId },
        auditChange(ports, { action: 'session.all-ended', subjectId: user.id, client }),
      ])
    },

    /** Ends the session of this token; one that is over already is no error. */
    async signOut(token: string, client: Client): Promise<void> {
      const session = await find(token)
      if (session === null) return
      await store.commit(session.organizationId, [
        { kind: 'session.end', id: session.id, userId: session.userId },
        auditChange(ports, { action: 'signed-out', subjectId: session.userId, client }),
      ])
    },
  }
}

function isOver(session: Session, now: EpochSeconds, { idleSeconds }: SessionSettings): boolean {
  return now >= session.expiresAt || now >= session.lastSeenAt + idleSeconds
}

/** A change of password or methods, or a deactivation, ends what was opened before it. */
function isOfNow(session: Session, user: User): boolean {
  return user.deactivatedAt === null && session.passwordEpoch === user.passwordEpoch && session.factorEpoch === user.factorEpoch
}
