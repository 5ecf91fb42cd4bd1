import { requireActingAdministrator } from '../../engine/administrator.ts'
import type { Client, Role, User } from '../../engine/model.ts'
import { mayGive } from '../../engine/rank.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import { commandLine, draftUser, type UserProblem } from '../create-user.ts'
import { type Invitation, newInvitation } from '../invitation.ts'
import type { AccountsPorts } from '../ports.ts'

/** Whom to add. No password is among it: they choose theirs with a link. */
export interface AddedUser {
  name: string
  userName: string
  email: string | null
  roleIds: readonly string[]
}

export type UserAdded =
  | { kind: 'added'; user: User; invitation: Invitation }
  | { kind: 'problem'; problem: UserProblem }
  | { kind: 'refused'; why: 'no-such-role' | 'role-above' }

/** Adds somebody to an administrator's own organization. Throws `not_allowed` or `step_up_required`. */
export async function addUser(ports: AccountsPorts, holder: SessionHolder, input: AddedUser, client: Client): Promise<UserAdded> {
  const { user: actor } = await requireActingAdministrator(ports, holder)
  const roles = await rolesOf(ports, actor.organizationId, input.roleIds)
  if (roles === null) return { kind: 'refused', why: 'no-such-role' }
  if (!roles.every((role) => mayGive(actor, role))) return { kind: 'refused', why: 'role-above' }
  return await add(ports, input, { organizationId: actor.organizationId, roles, actorId: actor.id, client })
}

/** The same by whoever works on the server itself, who is above every rank. */
export async function addUserAtServer(ports: AccountsPorts, organizationId: string, input: AddedUser): Promise<UserAdded> {
  const roles = await rolesOf(ports, organizationId, input.roleIds)
  if (roles === null) return { kind: 'refused', why: 'no-such-role' }
  return await add(ports, input, { organizationId, roles, actorId: null, client: commandLine })
}

/** The roles of these ids; null when one is none of this organization. */
export async function rolesOf({ store }: AccountsPorts, organizationId: string, roleIds: readonly string[]): Promise<Role[] | null> {
  const known = await store.findRoles(organizationId)
  const roles = known.filter(({ id }) => roleIds.includes(id))
  return roles.length === new Set(roleIds).size ? roles : null
}

async function add(
  ports: AccountsPorts,
  { name, userName, email }: AddedUser,
  facts: { organizationId: string; roles: readonly Role[]; actorId: string | null; client: Client },
): Promise<UserAdded> {
  const draft = await draftUser(ports, { name, userName, email, password: null }, facts)
  if (draft.kind === 'problem') return draft
  const { invitation, changes } = newInvitation(ports, draft.user, facts.client)
  const refused = await ports.store.commit(facts.organizationId, [...draft.changes, ...changes])
  if (refused !== null) return { kind: 'problem', problem: 'taken' }
  ports.committed('notices')
  return { kind: 'added', user: draft.user, invitation }
}
