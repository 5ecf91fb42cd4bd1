import { auditChange } from '../engine/audit.ts'
import type { Change } from '../engine/changes.ts'
import { NightlatchError } from '../engine/errors.ts'
import type { Client, EpochSeconds, User, Visitor } from '../engine/model.ts'
import { notify } from '../engine/notices.ts'
import { confirmPassword } from './confirm-password.ts'
import { type PasswordProblem, passwordProblem } from './password-problem.ts'
import type { AccountsPorts } from './ports.ts'
import type { AccountSessionOwner } from './session-owner.ts'

export type PasswordChanged =
  | { kind: 'changed'; token: string } // of this session, from now on
  | { kind: 'wrong' } // the present password
  | { kind: 'wait'; until: EpochSeconds }
  | { kind: 'problem'; problem: PasswordProblem | 'same' } // with the next one

/** Changes one's own password. All other sessions end, and so does the trust of every device; a step-up of this session stays as fresh as it was. Throws `HashingBusyError`. */
export async function changePassword(
  ports: AccountsPorts & { sessions: AccountSessionOwner },
  input: { user: User; sessionId: string; current: string; next: string; visitor: Visitor },
): Promise<PasswordChanged> {
  const { user, sessionId, current, next, visitor } = input
  const problem = await passwordProblem(next, user)
  if (problem !== null) return { kind: 'problem', problem }
  const confirmed = await confirmPassword(ports, user, current, visitor)
  if (confirmed.kind !== 'confirmed') return confirmed
  if (current.normalize('NFKC') === next.normalize('NFKC')) return { kind: 'problem', problem: 'same' }

  const password = newPassword(ports, user, await ports.hasher.hash(next))
  const renewed = ports.sessions.renew(sessionId, user.id)
  const refused = await ports.store.commit(user.organizationId, [
    password.changed,
    password.linksVoided,
    ...renewed.changes,
    ...ports.sessions.endOthers(user.id, sessionId),
    ...told(ports, user, 'password.changed', visitor),
  ])
  if (refused !== null) throw new NightlatchError('conflict')
  ports.committed('notices')
  return { kind: 'changed', token: renewed.token }
}

/** The change of password itself, first in its commit: it takes the user's lock. Links that were mailed before are void. */
export function newPassword({ clock }: AccountsPorts, user: User, passwordHash: string) {
  const { id: userId, passwordEpoch } = user
  return {
    changed: { kind: 'user.password-changed', userId, passwordEpoch, passwordHash, at: clock() },
    linksVoided: { kind: 'one-time-tokens.void', userId, purpose: 'password-reset' },
  } as const satisfies Record<string, Change>
}

export function told(ports: AccountsPorts, user: User, action: 'password.changed' | 'password.reset', client: Client): Change[] {
  return [auditChange(ports, { action, subjectId: user.id, client }), ...notify(ports, user, 'password-changed', client, { passwordEpoch: user.passwordEpoch + 1 })]
}
