import { type AdministrationPorts, type NotReady, notReady, requireActingAdministrator, requireAdministrator } from './administrator.ts'
import type { ListedRole } from './administration-ports.ts'
import { auditChange } from './audit.ts'
import { NightlatchError } from './errors.ts'
import type { Client, Person } from './model.ts'
import type { SessionHolder } from './step-up.ts'

/** What an administrator asks of one role: on the list of those that always require 2-step verification, or off it. */
export interface RoleDraft {
  roleId: string
  isRequired: boolean
}

export type RoleRehearsal =
  | { kind: 'rehearsed'; role: ListedRole; people: number; notSetUp: number }
  | { kind: 'refused'; why: NotReady }
  | { kind: 'refused'; why: 'nature' | 'already'; role: ListedRole }

export type RoleSaved = { kind: 'saved'; role: ListedRole } | Extract<RoleRehearsal, { kind: 'refused' }>

/** Says whom it would concern, without doing it. Throws `not_found` for a role that is none of this organization. */
export async function rehearseRole(ports: AdministrationPorts, holder: SessionHolder, draft: RoleDraft): Promise<RoleRehearsal> {
  return await rehearse(ports, await requireAdministrator(ports, holder), draft)
}

/** Does it. Whoever holds the role is led through set-up at their next request. */
export async function requireOfRole(ports: AdministrationPorts, holder: SessionHolder, draft: RoleDraft, client: Client): Promise<RoleSaved> {
  const actor = await requireActingAdministrator(ports, holder)
  const rehearsal = await rehearse(ports, actor, draft)
  if (rehearsal.kind === 'refused') return rehearsal

  const { role } = rehearsal
  const { roleId, isRequired } = draft
  const detail = { role: roleId, name: role.name, required: isRequired ? 'yes' : 'no' }
  const refused = await ports.store.commit(holder.organizationId, [
    { kind: 'role.require', id: ports.random.id(), roleId, isRequired, actorId: actor.user.id, at: ports.clock() },
    auditChange(ports, { action: 'role.changed', actorId: actor.user.id, detail, client }),
  ])
  // Somebody was quicker, and wanted the same.
  return refused === null ? { kind: 'saved', role } : { kind: 'refused', why: 'already', role }
}

async function rehearse(ports: AdministrationPorts, actor: Person, { roleId, isRequired }: RoleDraft): Promise<RoleRehearsal> {
  const { organizationId } = actor.user
  const role = (await ports.store.listRoles(organizationId)).find(({ id }) => id === roleId)
  if (role === undefined) throw new NightlatchError('not_found')
  if (role.requiredBy === 'nature') return { kind: 'refused', why: 'nature', role }
  if ((role.requiredBy !== null) === isRequired) return { kind: 'refused', why: 'already', role }
  const lacking = isRequired ? notReady(actor) : null
  if (lacking !== null) return { kind: 'refused', why: lacking }
  const holders = await ports.store.holdersOf({ organizationId, policy: actor.policy, now: ports.clock() }, roleId)
  return { kind: 'rehearsed', role, ...holders }
}
