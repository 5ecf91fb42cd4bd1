import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { MethodId, Role } from '../engine/model.ts'
import type { Tx } from './applier.ts'
import { compareText, foldedText } from './folded-text.ts'
import type { Schema } from './schema.ts'
import { roleOf } from './users.ts'

/**
 * Users of an organization who hold the same methods and the same roles;
 * deactivated ones, and those who must set up because of a report, have cohorts of their own. There are few cohorts however many users, and all but time that
 * lists ask about is a property of the cohort: a filter is a choice of
 * cohorts, each an unbroken range of every index.
 */
export interface Cohort extends CohortSets {
  id: string
  roles: readonly Role[] // highest rank first
}

/** What a cohort is made of. */
export interface CohortSets {
  methods: readonly MethodId[] // sorted
  roleIds: readonly string[]
  isActive?: boolean | undefined // false: deactivated
  isReported?: boolean | undefined // true: they said "It wasn't me", and have no method
  isNew: boolean // in grace when somebody last looked: a hint that keeps them together, and no fact (`settle.ts`)
}

/** The row of a cohort; its id is a function of all the rest. */
export function cohortRow({ methods, roleIds, isNew, isActive = true, isReported = false }: CohortSets) {
  const sets = { methods: JSON.stringify([...new Set(methods)].toSorted()), role_ids: JSON.stringify([...new Set(roleIds)].toSorted()), is_new: Number(isNew), is_active: Number(isActive), is_reported: Number(isReported) }
  const id = createHash('sha256').update(`${sets.methods}${sets.role_ids}${sets.is_new}${isActive ? '' : ' deactivated'}${isReported ? ' reported' : ''}`).digest('base64url').slice(0, 16)
  return { id, ...sets }
}

/** Finds a cohort, or makes it. */
export async function saveCohort(tx: Tx, organizationId: string, sets: CohortSets): Promise<string> {
  const cohort = cohortRow(sets)
  await tx
    .insertInto('nightlatch_cohort')
    .values({ organization_id: organizationId, ...cohort })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return cohort.id
}

/** The cohorts that have anybody: of the active, or of the deactivated. */
export async function loadCohorts(db: Kysely<Schema>, organizationId: string, roles: readonly Role[], isActive = true): Promise<Cohort[]> {
  const rows = await db
    .selectFrom('nightlatch_cohort as cohort')
    .select(['cohort.id', 'cohort.methods', 'cohort.role_ids', 'cohort.is_new', 'cohort.is_reported'])
    .where('cohort.organization_id', '=', organizationId)
    .where('cohort.is_active', '=', Number(isActive))
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

export function cohortOf(row: { id: string; methods: string; role_ids: string; is_new: number; is_reported: number }, roles: readonly Role[]): Cohort {
  const roleIds: string[] = JSON.parse(row.role_ids)
  return { id: row.id, methods: JSON.parse(row.methods), roleIds, roles: roles.filter(({ id }) => roleIds.includes(id)), isNew: row.is_new === 1, isReported: row.is_reported === 1 }
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
