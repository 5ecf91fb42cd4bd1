import { findSubject, requireActingAdministrator, whileAnotherAdministers } from '../../engine/administrator.ts'
import { auditChange } from '../../engine/audit.ts'
import type { Client } from '../../engine/model.ts'
import { mayGive } from '../../engine/rank.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import type { AccountsPorts } from '../ports.ts'
import { rolesOf } from './add-user.ts'

/** The roles that somebody is to hold, and those that the administrator saw. */
export interface RolesDraft {
  roleIds: readonly string[]
  former: readonly string[]
}

export type RolesChanged = { kind: 'changed' } | { kind: 'refused'; why: 'no-such-role' | 'role-above' | 'last-administrator' | 'deactivated' | 'changed-meanwhile' }

/** Gives somebody these roles and no others, from their next request on. Throws `not_allowed`, `not_found` or `step_up_required`. */
export async function changeRoles(ports: AccountsPorts, holder: SessionHolder, userId: string, draft: RolesDraft, client: Client): Promise<RolesChanged> {
  const actor = await requireActingAdministrator(ports, holder)
  const subject = await findSubject(ports, actor, userId)
  const { user } = subject
  const { roleIds, former } = draft
  const roles = await rolesOf(ports, user.organizationId, roleIds)
  if (roles === null) return { kind: 'refused', why: 'no-such-role' }
  if (!roles.every((role) => mayGive(actor.user, role))) return { kind: 'refused', why: 'role-above' }
  if (user.deactivatedAt !== null) return { kind: 'refused', why: 'deactivated' }

  const { passwordEpoch, factorEpoch } = user
  const names = (ids: readonly string[]) => ids.toSorted().join(' ')
  const refused = await ports.store.commit(user.organizationId, [
    ...(roles.some((role) => role.mayAdminister) ? [] : whileAnotherAdministers(subject)),
    { kind: 'user.unchanged', userId, passwordEpoch, factorEpoch }, // takes the lock under which the roles are compared
    { kind: 'user.roles', userId, roleIds, former },
    auditChange(ports, { action: 'user.roles-changed', actorId: actor.user.id, subjectId: userId, detail: { from: names(former), to: names(roleIds) }, client }),
  ])
  if (refused === null) return { kind: 'changed' }
  return { kind: 'refused', why: refused === 'administrator.remains' ? 'last-administrator' : 'changed-meanwhile' }
}
