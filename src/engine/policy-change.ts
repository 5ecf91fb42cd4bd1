import { auditChange } from './audit.ts'
import type { AdministrationPorts, NotReady } from './administrator.ts'
import { notReady, requireActingAdministrator, requireAdministrator } from './administrator.ts'
import type { EnrollmentRow } from './enrollment-status.ts'
import { NightlatchError } from './errors.ts'
import type { Client, EpochSeconds, MethodId, Policy } from './model.ts'
import type { SessionHolder } from './step-up.ts'

const SHOWN = 25 // of those who would be stopped

/** What an administrator asks for, and which version they looked at. */
export interface PolicyDraft {
  basedOn: number
  required: boolean
  graceDays: number
  allowedMethods: readonly MethodId[]
  trustDays: number
  alwaysRequiredTrustDays: number | null
  confirmSetUpByEmail: Policy['confirmSetUpByEmail']
}

/** One setting that another administrator changed meanwhile. */
export type PolicyField = Exclude<keyof PolicyDraft, 'basedOn'>

export type Rehearsal =
  | { kind: 'rehearsed'; stopped: { count: number; first: readonly EnrollmentRow[] }; changes: readonly PolicyField[] }
  | { kind: 'refused'; why: NotReady | 'no-method' }
  | { kind: 'outdated'; policy: Policy; changed: readonly PolicyField[]; by: string | null; at: EpochSeconds }

export type PolicySaved = { kind: 'saved'; policy: Policy } | Exclude<Rehearsal, { kind: 'rehearsed' }>

/** Says what saving would do, and to whom, without doing it. */
export async function rehearsePolicy(ports: AdministrationPorts, holder: SessionHolder, draft: PolicyDraft): Promise<Rehearsal> {
  const actor = await requireAdministrator(ports, holder)
  const outdated = await outdatedBy(ports, holder.organizationId, actor.policy, draft)
  if (outdated !== null) return outdated
  if (draft.allowedMethods.length === 0) return { kind: 'refused', why: 'no-method' }
  const lacking = notReady(actor, draft.allowedMethods)
  if (lacking !== null) return { kind: 'refused', why: lacking }

  const now = ports.clock()
  const policy = nextPolicy(actor.policy, draft, actor.user.id, now)
  const stopped = await ports.store.stopped({ organizationId: holder.organizationId, policy, now }, SHOWN)
  return { kind: 'rehearsed', stopped, changes: changedFields(actor.policy, policy) }
}

/** Saves what was rehearsed. It takes effect on everybody's next request. */
export async function savePolicy(ports: AdministrationPorts, holder: SessionHolder, draft: PolicyDraft, client: Client): Promise<PolicySaved> {
  const actor = await requireActingAdministrator(ports, holder)
  const rehearsal = await rehearsePolicy(ports, holder, draft)
  if (rehearsal.kind !== 'rehearsed') return rehearsal

  const at = ports.clock()
  const policy = nextPolicy(actor.policy, draft, actor.user.id, at)
  const refused = await ports.store.commit(holder.organizationId, [
    { kind: 'policy.set', policy, actorId: actor.user.id, at },
    auditChange(ports, { action: 'policy.changed', actorId: actor.user.id, detail: detailOf(rehearsal.changes, policy), client }),
  ])
  if (refused === null) return { kind: 'saved', policy }

  // Somebody saved between our look and our commit: the same answer as when they had been a minute earlier.
  const latest = await requireAdministrator(ports, holder)
  const outdated = await outdatedBy(ports, holder.organizationId, latest.policy, draft)
  if (outdated === null) throw new NightlatchError('conflict')
  return outdated
}

/** The policy that a draft makes; the date of the requirement moves only with the requirement. */
export function nextPolicy(current: Policy, draft: PolicyDraft, actorId: string, now: EpochSeconds): Policy {
  const { basedOn: _, required, ...settings } = draft
  const wasRequired = current.requiredSince !== null
  return {
    ...settings,
    version: current.version + 1,
    ...(required === wasRequired
      ? {
          requiredSince: current.requiredSince,
          requirementChangedAt: current.requirementChangedAt,
          requirementChangedBy: current.requirementChangedBy,
        }
      : { requiredSince: required ? now : null, requirementChangedAt: now, requirementChangedBy: actorId }),
  }
}

/** Which settings differ between two policies. */
export function changedFields(before: Policy, after: Policy): PolicyField[] {
  const shape = ({ requiredSince, ...rest }: Policy) => ({ ...rest, required: requiredSince !== null })
  const [a, b] = [shape(before), shape(after)]
  const fields = ['required', 'graceDays', 'allowedMethods', 'trustDays', 'alwaysRequiredTrustDays', 'confirmSetUpByEmail'] as const
  return fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))
}

async function outdatedBy(ports: AdministrationPorts, organizationId: string, current: Policy, { basedOn }: PolicyDraft): Promise<Extract<Rehearsal, { kind: 'outdated' }> | null> {
  if (current.version === basedOn) return null
  const history = await ports.store.policyHistory(organizationId)
  const looked = history.find(({ policy }) => policy.version === basedOn)
  const latest = history.find(({ policy }) => policy.version === current.version)
  return {
    kind: 'outdated',
    policy: current,
    changed: looked === undefined ? [] : changedFields(looked.policy, current),
    by: latest?.savedBy?.name ?? null,
    at: latest?.savedAt ?? ports.clock(),
  }
}

function detailOf(changes: readonly PolicyField[], policy: Policy): Record<string, string | number> {
  const { requiredSince, allowedMethods, graceDays, trustDays } = policy
  return { changed: changes.join(' '), required: requiredSince === null ? 'no' : 'yes', methods: allowedMethods.join(' '), graceDays, trustDays }
}
