import type { Kysely } from 'kysely'
import type { AdministrationStore } from '../engine/administration-ports.ts'
import { auditLogQueries } from './audit-log.ts'
import { figureQueries } from './enrollment/figures.ts'
import { enrollmentQueries } from './enrollment/list.ts'
import { policyOf } from './policies.ts'
import { reminderQueries } from './reminders.ts'
import { requiredRoleQueries } from './required-roles.ts'
import type { Schema } from './schema.ts'
import { smsDayQueries } from './sms-days.ts'
import { smsStopQueries } from './sms-stops.ts'
import { undeliveredQueries } from './undelivered.ts'
import { namedUserOf } from './users.ts'

/** What administrators look at. */
export function administrationQueries(db: Kysely<Schema>): AdministrationStore {
  return {
    ...auditLogQueries(db),
    ...enrollmentQueries(db),
    ...figureQueries(db),
    ...smsDayQueries(db),
    ...smsStopQueries(db),
    ...undeliveredQueries(db),
    ...requiredRoleQueries(db),
    ...reminderQueries(db),

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
        savedBy: namedUserOf(row),
      }))
    },

    async setUpDuringSignInAt(organizationId, userId) {
      const row = await db
        .selectFrom('nightlatch_user')
        .select('set_up_during_sign_in_at')
        .where('organization_id', '=', organizationId)
        .where('id', '=', userId)
        .executeTakeFirst()
      return row?.set_up_during_sign_in_at ?? null
    },
  }
}
