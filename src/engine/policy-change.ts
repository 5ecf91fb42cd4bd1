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

/** What a policy says, without when and by whom. */
export type PolicySettings = Omit<PolicyDraft, 'basedOn'>

/** One setting that was changed. */
export type PolicyField = keyof PolicySettings

const fields = ['required', 'graceDays', 'allowedMethods', 'trustDays', 'alwaysRequiredTrustDays', 'confirmSetUpByEmail'] as const satisfies PolicyField[]

export type Rehearsal =
  | { kind: 'rehearsed'; stopped: { count: number; first: readonly EnrollmentRow[] }; changes: readonly PolicyField[] }
  | { kind: 'refused'; why: NotReady | 'no-method' }
  | {
      kind: 'outdated' // another administrator saved meanwhile
      policy: Policy
      changed: readonly PolicyField[]
      by: string | null
      at: EpochSeconds
      merged: PolicyDraft // what was entered here, upon what was saved there
    }

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
  return { kind: 'rehearsed', stopped, changes: changedFields(settingsOf(actor.policy), draft) }
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
function nextPolicy(current: Policy, draft: PolicyDraft, actorId: string, now: EpochSeconds): Policy {
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

export function settingsOf({ requiredSince, graceDays, allowedMethods, trustDays, alwaysRequiredTrustDays, confirmSetUpByEmail }: Policy): PolicySettings {
  return { required: requiredSince !== null, graceDays, allowedMethods, trustDays, alwaysRequiredTrustDays, confirmSetUpByEmail }
}

/** Which settings differ. */
export function changedFields(before: PolicySettings, after: PolicySettings): PolicyField[] {
  const comparable = (value: PolicySettings[PolicyField]) => (Array.isArray(value) ? value.toSorted().join(' ') : value)
  return fields.filter((field) => comparable(before[field]) !== comparable(after[field]))
}

/** A draft made upon an older policy, made upon the present one: what it left alone follows what was saved meanwhile. */
function mergeDraft(looked: Policy, current: Policy, draft: PolicyDraft): PolicyDraft {
  const entered = changedFields(settingsOf(looked), draft)
  return { ...settingsOf(current), ...Object.fromEntries(entered.map((field) => [field, draft[field]])), basedOn: current.version }
}

async function outdatedBy(ports: AdministrationPorts, organizationId: string, current: Policy, draft: PolicyDraft): Promise<Extract<Rehearsal, { kind: 'outdated' }> | null> {
  const { basedOn } = draft
  if (current.version === basedOn) return null
  const history = await ports.store.policyHistory(organizationId)
  const looked = history.find(({ policy }) => policy.version === basedOn)
  const latest = history.find(({ policy }) => policy.version === current.version)
  return {
    kind: 'outdated',
    policy: current,
    changed: looked === undefined ? [] : changedFields(settingsOf(looked.policy), settingsOf(current)),
    by: latest?.savedBy?.name ?? null,
    at: latest?.savedAt ?? ports.clock(),
    merged: looked === undefined ? { ...draft, basedOn: current.version } : mergeDraft(looked.policy, current, draft),
  }
}

function detailOf(changes: readonly PolicyField[], policy: Policy): Record<string, string | number> {
  const { requiredSince, allowedMethods, graceDays, trustDays } = policy
  return { changed: changes.join(' '), required: requiredSince === null ? 'no' : 'yes', methods: allowedMethods.join(' '), graceDays, trustDays }
}
