import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { MethodId, Role } from '../engine/model.ts'
import type { Tx } from './applier.ts'
import { compareText, foldedText } from './folded-text.ts'
import type { Schema } from './schema.ts'
import { roleOf } from './users.ts'

/**
 * Active users of an organization who hold the same methods and the same
 * roles. There are few cohorts however many users, and all but time that
 * lists ask about is a property of the cohort: a filter is a choice of
 * cohorts, each an unbroken range of every index.
 */
export interface Cohort {
  id: string
  methods: readonly MethodId[] // sorted
  roles: readonly Role[] // highest rank first
}

/** The row of these methods and roles; the id is a function of both. */
export function cohortSetsOf(methods: readonly MethodId[], roleIds: readonly string[]) {
  const sets = { methods: JSON.stringify([...new Set(methods)].toSorted()), role_ids: JSON.stringify([...new Set(roleIds)].toSorted()) }
  const id = createHash('sha256').update(`${sets.methods}${sets.role_ids}`).digest('base64url').slice(0, 16)
  return { id, ...sets }
}

/** Finds the cohort of these methods and roles, or makes it. */
export async function saveCohort(tx: Tx, organizationId: string, methods: readonly MethodId[], roleIds: readonly string[]): Promise<string> {
  const cohort = cohortSetsOf(methods, roleIds)
  await tx
    .insertInto('nightlatch_cohort')
    .values({ organization_id: organizationId, ...cohort })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return cohort.id
}

/** The cohorts that have anybody. */
export async function loadCohorts(db: Kysely<Schema>, organizationId: string): Promise<Cohort[]> {
  const roles = await loadRoles(db, organizationId)
  const rows = await db
    .selectFrom('nightlatch_cohort as cohort')
    .select(['cohort.id', 'cohort.methods', 'cohort.role_ids'])
    .where('cohort.organization_id', '=', organizationId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('nightlatch_user as user')
          .select('user.cohort')
          .whereRef('user.organization_id', '=', 'cohort.organization_id')
          .whereRef('user.cohort', '=', 'cohort.id'),
      ),
    )
    .orderBy('cohort.id')
    .execute()
  return rows.map((row) => cohortOf(row, roles))
}

export function cohortOf(row: { id: string; methods: string; role_ids: string }, roles: readonly Role[]): Cohort {
  const roleIds: string[] = JSON.parse(row.role_ids)
  return { id: row.id, methods: JSON.parse(row.methods), roles: roles.filter(({ id }) => roleIds.includes(id)) }
}

/** The roles of an organization, highest rank first. */
export async function loadRoles(db: Kysely<Schema>, organizationId: string): Promise<Role[]> {
  const rows = await db
    .selectFrom('nightlatch_role')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .execute()
  return rows.map(roleOf).toSorted((a, b) => b.rank - a.rank || compareText(foldedText(a.name), foldedText(b.name)) || compareText(a.id, b.id))
}
