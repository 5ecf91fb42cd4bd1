import type { Kysely } from 'kysely'
import type { Authenticator, Person, Role } from '../engine/model.ts'
import { authenticatorOf } from './authenticators.ts'
import { guardOf } from './guards.ts'
import { organizationOf } from './organizations.ts'
import { policyOf } from './policies.ts'
import { prepared } from './prepared.ts'
import type { AuthenticatorTable, RoleTable, Schema } from './schema.ts'
import { roleOf, userOf } from './users.ts'

/** A user with everything that the rules ask about. */
export function personQueries(db: Kysely<Schema>) {
  return {
    async findPerson(organizationId: string, userId: string): Promise<Person | null> {
      const { rows } = await personRows(db, { organizationId, userId })
      const [row] = rows
      if (row === undefined) return null
      return {
        user: userOf(row, distinct(rows.map(roleIn))),
        organization: organizationOf({ ...row, id: row.organization_id, name: row.organization_name }),
        policy: policyOf(row),
        authenticators: distinct(rows.map(authenticatorIn)),
        backupCodesLeft: row.backup_codes_left,
        guard: guardOf(row),
      }
    },
  }
}

/**
 * One statement, with a row for each pair of role and authenticator. That is
 * one round trip and, above all, one moment: methods from before a change with
 * epochs from after it would let somebody in on what no longer holds.
 */
function selectPerson(db: Kysely<Schema>, organizationId: string, userId: string) {
  return db
    .selectFrom('nightlatch_user as user')
    .innerJoin('nightlatch_organization as organization', 'organization.id', 'user.organization_id')
    .innerJoin('nightlatch_policy as policy', 'policy.organization_id', 'user.organization_id')
    .innerJoin('nightlatch_guard as guard', (join) =>
      join.onRef('guard.organization_id', '=', 'user.organization_id').onRef('guard.user_id', '=', 'user.id'),
    )
    .leftJoin('nightlatch_authenticator as authenticator', (join) =>
      join.onRef('authenticator.organization_id', '=', 'user.organization_id').onRef('authenticator.user_id', '=', 'user.id'),
    )
    .leftJoin('nightlatch_user_role as held', (join) =>
      join.onRef('held.organization_id', '=', 'user.organization_id').onRef('held.user_id', '=', 'user.id'),
    )
    .leftJoin('nightlatch_role as role', (join) =>
      join.onRef('role.organization_id', '=', 'held.organization_id').onRef('role.id', '=', 'held.role_id'),
    )
    .selectAll('user')
    .select(['organization.name as organization_name', 'organization.country', 'organization.time_zone', 'organization.locale'])
    .select(['policy.version', 'policy.required_since', 'policy.requirement_changed_at', 'policy.requirement_changed_by'])
    .select(['policy.grace_days', 'policy.allowed_methods', 'policy.trust_days', 'policy.always_required_trust_days'])
    .select('policy.confirm_set_up_by_email')
    .select(['guard.known_failures', 'guard.known_wait_until', 'guard.other_failures', 'guard.other_wait_until', 'guard.locked_at'])
    .select(['guard.day_started_at', 'guard.day_failures', 'guard.backup_hour_started_at', 'guard.backup_tries'])
    .select(['role.id as role_id', 'role.name as role_name', 'role.rank', 'role.may_administer', 'role.always_requires', 'role.always_required_since'])
    .select(['authenticator.id as authenticator_id', 'authenticator.method', 'authenticator.label', 'authenticator.sealed_secret'])
    .select(['authenticator.data', 'authenticator.last_counter', 'authenticator.last_used_at'])
    .select('authenticator.created_at as authenticator_created_at')
    .select((eb) =>
      eb
        .selectFrom('nightlatch_backup_code as code')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .whereRef('code.organization_id', '=', 'user.organization_id')
        .whereRef('code.user_id', '=', 'user.id')
        .where('code.used_at', 'is', null)
        .$asScalar()
        .$notNull()
        .as('backup_codes_left'),
    )
    .where('user.organization_id', '=', organizationId)
    .where('user.id', '=', userId)
    .orderBy('authenticator.created_at')
    .orderBy('authenticator.id')
    .orderBy('role.rank', 'desc')
    .orderBy('role.id')
}

const personRows = prepared((db, { organizationId, userId }: { organizationId: string; userId: string }) => selectPerson(db, organizationId, userId))

type Row = Awaited<ReturnType<ReturnType<typeof selectPerson>['execute']>>[number]

// Where a left join found nothing, all its columns are null together: the casts say what one check has shown.

function roleIn(row: Row): Role | null {
  if (row.role_id === null) return null
  const { rank, may_administer, always_requires, always_required_since } = row as RoleTable
  return roleOf({ id: row.role_id, name: row.role_name as string, rank, may_administer, always_requires, always_required_since })
}

function authenticatorIn(row: Row): Authenticator | null {
  if (row.authenticator_id === null) return null
  return authenticatorOf({
    ...(row as Row & Omit<AuthenticatorTable, 'user_id'>),
    id: row.authenticator_id,
    user_id: row.id,
    created_at: row.authenticator_created_at as number,
  })
}

function distinct<T extends { id: string }>(items: readonly (T | null)[]): T[] {
  return [...new Map(items.filter((item) => item !== null).map((item) => [item.id, item])).values()]
}
