import { type AdministrationPorts, type NotReady, notReady, requireActingAdministrator, requireAdministrator } from './administrator.ts'
import type { KnownRole } from './administration-ports.ts'
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
  | { kind: 'rehearsed'; role: KnownRole; people: number; notSetUp: number }
  | { kind: 'refused'; why: NotReady }
  | { kind: 'refused'; why: 'nature' | 'already'; role: KnownRole }

export type RoleSaved = { kind: 'saved'; role: KnownRole } | Extract<RoleRehearsal, { kind: 'refused' }>

/** Says whom it would concern, without doing it. Throws `not_found` for a role that is none of this organization. */
export async function rehearseRole(ports: AdministrationPorts, holder: SessionHolder, draft: RoleDraft): Promise<RoleRehearsal> {
  const actor = await requireAdministrator(ports, holder)
  const judged = await judge(ports, actor, draft)
  if (judged.kind === 'refused') return judged
  const under = { organizationId: holder.organizationId, policy: actor.policy, now: ports.clock() }
  return { kind: 'rehearsed', role: judged.role, ...(await ports.store.holdersOf(under, draft.roleId)) }
}

/** Does it. Whoever holds the role is led through set-up at their next request. */
export async function requireOfRole(ports: AdministrationPorts, holder: SessionHolder, draft: RoleDraft, client: Client): Promise<RoleSaved> {
  const actor = await requireActingAdministrator(ports, holder)
  const judged = await judge(ports, actor, draft)
  if (judged.kind === 'refused') return judged

  const { role } = judged
  const { roleId, isRequired } = draft
  const detail = { role: roleId, name: role.name, required: isRequired ? 'yes' : 'no' }
  const refused = await ports.store.commit(holder.organizationId, [
    { kind: 'role.require', id: ports.random.id(), roleId, isRequired, actorId: actor.user.id, at: ports.clock() },
    auditChange(ports, { action: 'role.changed', actorId: actor.user.id, detail, client }),
  ])
  // Somebody was quicker, and wanted the same.
  return refused === null ? { kind: 'saved', role } : { kind: 'refused', why: 'already', role }
}

async function judge(ports: AdministrationPorts, actor: Person, { roleId, isRequired }: RoleDraft): Promise<{ kind: 'allowed'; role: KnownRole } | Extract<RoleRehearsal, { kind: 'refused' }>> {
  const role = await ports.store.findRole(actor.user.organizationId, roleId)
  if (role === null) throw new NightlatchError('not_found')
  if (role.requiredBy === 'nature') return { kind: 'refused', why: 'nature', role }
  if ((role.requiredBy !== null) === isRequired) return { kind: 'refused', why: 'already', role }
  const lacking = isRequired ? notReady(actor) : null
  return lacking === null ? { kind: 'allowed', role } : { kind: 'refused', why: lacking }
}
