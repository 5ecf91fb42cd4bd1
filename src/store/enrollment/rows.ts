import type { Kysely } from 'kysely'
import type { Under } from '../../engine/administration-ports.ts'
import { enrollmentStatus, type EnrollmentRow, type EnrollmentView } from '../../engine/enrollment-status.ts'
import type { Authenticator, Role } from '../../engine/model.ts'
import { cohortOf, type Cohort } from '../cohorts.ts'
import type { Schema } from '../schema.ts'
import { userOf } from '../users.ts'
import type { Place } from './place.ts'
import { innerSortOf, keyOf } from './plan.ts'

/** A row of the list with what places it there. */
export interface Listed {
  row: EnrollmentRow
  cohort: Cohort
  nameKey: string
}

/** The rows of these users, in this order; whoever was deactivated (or reactivated) meanwhile is left out. */
export async function loadRows(db: Kysely<Schema>, under: Under, ids: readonly string[], { roles, isActive }: { roles: readonly Role[]; isActive: boolean }): Promise<Listed[]> {
  if (ids.length === 0) return []
  const users = await db
    .selectFrom('nightlatch_user as user')
    .innerJoin('nightlatch_cohort as cohort', (join) =>
      join.onRef('cohort.organization_id', '=', 'user.organization_id').onRef('cohort.id', '=', 'user.cohort'),
    )
    .selectAll('user')
    .select(['cohort.methods', 'cohort.role_ids', 'cohort.is_new', 'cohort.is_reported'])
    .where('user.organization_id', '=', under.organizationId)
    .where('user.id', 'in', ids)
    .where('user.deactivated_at', isActive ? 'is' : 'is not', null)
    .execute()
  const listed = new Map(users.map((user) => [user.id, listedOf(user, cohortOf(user, roles))]))
  return ids.flatMap((id) => listed.get(id) ?? [])

  function listedOf(user: (typeof users)[number], cohort: Cohort): Listed {
    const { methods } = cohort
    // The rules ask for nothing but the method.
    const authenticators = methods.map((method) => ({ method })) as unknown as Authenticator[]
    const status = enrollmentStatus({ user: userOf(user, cohort.roles), policy: under.policy, authenticators }, under.now)
    const row = {
      userId: user.id,
      name: user.name,
      userName: user.user_name,
      email: user.email,
      roles: cohort.roles.map(({ name }) => name),
      ...status,
      methods,
      backupCodesLeft: user.backup_codes_left,
      lastSignInAt: user.last_sign_in_at,
      setUpDuringSignInAt: user.set_up_during_sign_in_at,
      deactivatedAt: user.deactivated_at,
      reportedAt: methods.length === 0 ? user.reported_at : null,
    }
    return { row, cohort, nameKey: user.name_key }
  }
}

/** Where a row belongs, for a list that was not found in order. */
export function placeOf({ row, cohort, nameKey }: Listed, sort: EnrollmentView['sort']): Place {
  const inner = innerSortOf(sort)
  const value = inner === 'backup-codes' ? row.backupCodesLeft : inner === 'last-sign-in' ? (row.lastSignInAt ?? -1) : 0
  return { segment: keyOf(sort, cohort, row.status), value, nameKey }
}
