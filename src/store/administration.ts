import type { Kysely } from 'kysely'
import { builtInRoles } from '../accounts/roles.ts'
import type { AdministrationStore } from '../engine/administration-ports.ts'
import { auditLogQueries } from './audit-log.ts'
import { loadCohorts, loadRoles } from './cohorts.ts'
import { countCohort, figureQueries } from './enrollment/figures.ts'
import { enrollmentQueries } from './enrollment/list.ts'
import { policyOf } from './policies.ts'
import type { Schema } from './schema.ts'
import { smsDayQueries } from './sms-days.ts'
import { smsStopQueries } from './sms-stops.ts'
import { undeliveredQueries } from './undelivered.ts'

const builtInRoleIds: readonly string[] = Object.values(builtInRoles).map(({ id }) => id)

/** What administrators look at. */
export function administrationQueries(db: Kysely<Schema>): AdministrationStore {
  return {
    ...auditLogQueries(db),
    ...enrollmentQueries(db),
    ...figureQueries(db),
    ...smsDayQueries(db),
    ...smsStopQueries(db),
    ...undeliveredQueries(db),

    async policyHistory(organizationId) {
      const rows = await db
        .selectFrom('nightlatch_policy_history as policy')
        .leftJoin('nightlatch_user as user', (join) =>
          join.onRef('user.organization_id', '=', 'policy.organization_id').onRef('user.id', '=', 'policy.saved_by'),
        )
        .selectAll('policy')
        .select(['user.id as user_id', 'user.name as user_name'])
        .where('policy.organization_id', '=', organizationId)
        .orderBy('policy.version', 'desc')
        .execute()
      return rows.map((row) => ({
        policy: policyOf(row),
        savedAt: row.saved_at,
        savedBy: row.user_id === null || row.user_name === null ? null : { id: row.user_id, name: row.user_name },
      }))
    },

    async listRoles(organizationId) {
      const roles = await loadRoles(db, organizationId)
      const people = new Map<string, number>()
      for (const cohort of await loadCohorts(db, organizationId, roles)) {
        const count = await countCohort(db, organizationId, cohort)
        for (const { id } of cohort.roles) people.set(id, (people.get(id) ?? 0) + count)
      }
      return roles.map((role) => ({ ...role, people: people.get(role.id) ?? 0, isBuiltIn: builtInRoleIds.includes(role.id) }))
    },
  }
}
