import { findSubject, requireActingAdministrator } from '../../engine/administrator.ts'
import { auditChange } from '../../engine/audit.ts'
import { NightlatchError } from '../../engine/errors.ts'
import type { Client, User } from '../../engine/model.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import { type Invitation, newInvitation } from '../invitation.ts'
import type { AccountsPorts } from '../ports.ts'

export type Invited = { kind: 'invited'; user: User; invitation: Invitation } | { kind: 'refused'; why: 'has-password' | 'deactivated' }

/** Makes another link for somebody who has not chosen a password yet: nobody sets another's. */
export async function inviteAgain(ports: AccountsPorts, holder: SessionHolder, userId: string, client: Client): Promise<Invited> {
  const actor = await requireActingAdministrator(ports, holder)
  const { user } = await findSubject(ports, actor, userId)
  if (user.deactivatedAt !== null) return { kind: 'refused', why: 'deactivated' }
  if (await hasPassword(ports, user)) return { kind: 'refused', why: 'has-password' }

  const { invitation, changes } = newInvitation(ports, user, client)
  const { passwordEpoch, factorEpoch } = user
  const refused = await ports.store.commit(user.organizationId, [
    { kind: 'user.unchanged', userId, passwordEpoch, factorEpoch },
    ...changes,
    auditChange(ports, { action: 'user.invited', actorId: actor.user.id, subjectId: userId, client }),
  ])
  if (refused !== null) throw new NightlatchError('conflict')
  ports.committed('notices')
  return { kind: 'invited', user, invitation }
}

export async function hasPassword({ store }: AccountsPorts, { id, organizationId }: Pick<User, 'id' | 'organizationId'>): Promise<boolean> {
  return (await store.findPasswordHash(organizationId, id)) !== null
}
