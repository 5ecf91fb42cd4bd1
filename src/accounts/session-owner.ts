import { newToken } from '../crypto/token.ts'
import type { Change } from '../engine/changes.ts'
import type { Ports, SessionOwner } from '../engine/ports.ts'
import { oneLine } from './names.ts'
import type { SessionSettings } from './settings.ts'

/** An owner of sessions that issues every token itself. */
export interface AccountSessionOwner extends SessionOwner {
  renew(sessionId: string, userId: string): { token: string; changes: readonly Change[] }
}

/** What a commit of the rules needs to open, renew and end sessions of the standalone server. */
export function createSessionOwner({ random }: Pick<Ports, 'random'>, { sessionSeconds }: SessionSettings): AccountSessionOwner {
  return {
    open({ userId, amr, secondStepAt, passwordEpoch, factorEpoch, client, at }) {
      const id = random.id()
      const { token, hash } = newToken(id)
      const session = {
        id,
        userId,
        tokenHash: hash,
        amr,
        passwordEpoch,
        factorEpoch,
        address: client.address,
        agent: oneLine(client.agent),
        createdAt: at,
        expiresAt: at + sessionSeconds,
      }
      return {
        token,
        changes: [
          { kind: 'session.open', session },
          // The code of the sign-in is fresh enough for one's own settings.
          ...(secondStepAt === null ? [] : [{ kind: 'step-up.record' as const, sessionId: id, userId, factorEpoch, at: secondStepAt }]),
        ],
      }
    },

    renew(sessionId, userId) {
      const { token, hash } = newToken(sessionId)
      return { token, changes: [{ kind: 'session.renew', id: sessionId, userId, tokenHash: hash }] }
    },

    endOthers: (userId, except) => [{ kind: 'sessions.end-all', userId, except }],
  }
}
