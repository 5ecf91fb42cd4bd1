import { findSubject, requireActingAdministrator, whileAnotherAdministers } from '../../engine/administrator.ts'
import { auditChange } from '../../engine/audit.ts'
import { NightlatchError } from '../../engine/errors.ts'
import type { Client } from '../../engine/model.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import type { AccountsPorts } from '../ports.ts'
import type { AccountSessionOwner } from '../session-owner.ts'

export type Deactivated = { kind: 'done' } | { kind: 'refused'; why: 'last-administrator' | 'already' }

/** Nobody can sign in with the account any more; sessions, devices and links end. Throws `not_allowed`, `not_found` or `step_up_required`. */
export async function deactivateUser(
  ports: AccountsPorts & { sessions: AccountSessionOwner },
  holder: SessionHolder,
  userId: string,
  client: Client,
): Promise<Deactivated> {
  const actor = await requireActingAdministrator(ports, holder)
  const subject = await findSubject(ports, actor, userId)
  const refused = await ports.store.commit(subject.user.organizationId, [
    ...whileAnotherAdministers(subject),
    { kind: 'user.deactivate', userId, at: ports.clock() },
    { kind: 'devices.revoke-all', userId, because: 'revoked' },
    { kind: 'one-time-tokens.void', userId, purpose: 'password-reset' },
    ...ports.sessions.endOthers(userId, null),
    auditChange(ports, { action: 'user.deactivated', actorId: actor.user.id, subjectId: userId, client }),
  ])
  if (refused === null) return { kind: 'done' }
  return { kind: 'refused', why: refused === 'administrator.remains' ? 'last-administrator' : 'already' }
}

/** The account works again, with its password and its second step; the grace period starts anew. */
export async function reactivateUser(ports: AccountsPorts, holder: SessionHolder, userId: string, client: Client): Promise<Deactivated> {
  const actor = await requireActingAdministrator(ports, holder)
  const subject = await findSubject(ports, actor, userId)
  if (subject.user.deactivatedAt === null) return { kind: 'refused', why: 'already' }
  const refused = await ports.store.commit(subject.user.organizationId, [
    { kind: 'user.reactivate', userId, at: ports.clock() },
    auditChange(ports, { action: 'user.reactivated', actorId: actor.user.id, subjectId: userId, client }),
  ])
  if (refused !== null) throw new NightlatchError('conflict')
  return { kind: 'done' }
}
