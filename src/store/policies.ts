import type { EpochSeconds, Policy } from '../engine/model.ts'
import { always, type Appliers, changesOne, type Tx } from './applier.ts'
import type { PolicyTable } from './schema.ts'

/** The first policy of an organization. */
export async function createPolicy(tx: Tx, organizationId: string, policy: Policy, at: EpochSeconds): Promise<void> {
  const row = policyRow(organizationId, policy, null, at)
  await tx.insertInto('nightlatch_policy').values(row).execute()
  await tx.insertInto('nightlatch_policy_history').values(row).execute()
}

export const policyAppliers = {
  'policy.set': async (tx, organizationId, { policy, actorId, at }) => {
    const row = policyRow(organizationId, policy, actorId, at)
    const isNext = await changesOne(
      tx
        .updateTable('nightlatch_policy')
        .set(row)
        .where('organization_id', '=', organizationId)
        .where('version', '=', policy.version - 1),
    )
    return isNext && (await always(tx.insertInto('nightlatch_policy_history').values(row)))
  },
} satisfies Partial<Appliers>

function policyRow(organizationId: string, policy: Policy, actorId: string | null, at: EpochSeconds): PolicyTable {
  return {
    organization_id: organizationId,
    version: policy.version,
    required_since: policy.requiredSince,
    requirement_changed_at: policy.requirementChangedAt,
    requirement_changed_by: policy.requirementChangedBy,
    grace_days: policy.graceDays,
    allowed_methods: JSON.stringify(policy.allowedMethods),
    trust_days: policy.trustDays,
    always_required_trust_days: policy.alwaysRequiredTrustDays,
    confirm_set_up_by_email: policy.confirmSetUpByEmail,
    saved_at: at,
    saved_by: actorId,
  }
}

export function policyOf(row: Omit<PolicyTable, 'organization_id' | 'saved_at' | 'saved_by'>): Policy {
  return {
    version: row.version,
    requiredSince: row.required_since,
    requirementChangedAt: row.requirement_changed_at,
    requirementChangedBy: row.requirement_changed_by,
    graceDays: row.grace_days,
    allowedMethods: JSON.parse(row.allowed_methods),
    trustDays: row.trust_days,
    alwaysRequiredTrustDays: row.always_required_trust_days,
    confirmSetUpByEmail: row.confirm_set_up_by_email,
  }
}
