import type { Kysely } from 'kysely'
import type { AdministrationStore, ListedRole } from '../engine/administration-ports.ts'
import { always, type Appliers, changesOne } from './applier.ts'
import { loadCohorts, loadRoles } from './cohorts.ts'
import { countCohort } from './enrollment/figures.ts'
import { spansOf } from './enrollment/standing.ts'
import type { Schema } from './schema.ts'
import { namedUserOf } from './users.ts'

type Queries = Pick<AdministrationStore, 'findRole' | 'findRoles' | 'listRoles' | 'holdersOf' | 'roleHistory'>

/** Roles, who holds them, and which of them always require 2-step verification. */
export function requiredRoleQueries(db: Kysely<Schema>): Queries {
  return {
    findRoles: (organizationId) => loadRoles(db, organizationId),

    async findRole(organizationId, roleId) {
      const role = (await loadRoles(db, organizationId)).find(({ id }) => id === roleId)
      return role === undefined ? null : { ...role, requiredBy: (await reasonsOf(db, organizationId)).get(roleId) ?? null }
    },

    async listRoles(organizationId) {
      const roles = await loadRoles(db, organizationId)
      const people = new Map<string, number>()
      for (const cohort of await loadCohorts(db, organizationId, roles)) {
        const count = await countCohort(db, organizationId, cohort)
        for (const { id } of cohort.roles) people.set(id, (people.get(id) ?? 0) + count)
      }
      const requiredBy = await reasonsOf(db, organizationId)
      return roles.map((role) => ({ ...role, people: people.get(role.id) ?? 0, requiredBy: requiredBy.get(role.id) ?? null }))
    },

    async holdersOf(under, roleId) {
      const holders = { people: 0, notSetUp: 0 }
      const { organizationId } = under
      for (const cohort of await loadCohorts(db, organizationId, await loadRoles(db, organizationId))) {
        if (!cohort.roleIds.includes(roleId)) continue
        const count = await countCohort(db, organizationId, cohort)
        holders.people += count
        if (spansOf(cohort, under, 'enrolled').length === 0) holders.notSetUp += count
      }
      return holders
    },

    async roleHistory(organizationId) {
      const rows = await db
        .selectFrom('nightlatch_role_change as change')
        .leftJoin('nightlatch_user as user', (join) =>
          join.onRef('user.organization_id', '=', 'change.organization_id').onRef('user.id', '=', 'change.changed_by'),
        )
        .selectAll('change')
        .select(['user.id as user_id', 'user.name as user_name'])
        .where('change.organization_id', '=', organizationId)
        .orderBy('change.id', 'desc')
        .execute()
      return rows.map((row) => ({
        roleId: row.role_id,
        roleName: row.role_name,
        isRequired: row.is_required === 1,
        at: row.changed_at,
        by: namedUserOf(row),
      }))
    },
  }
}

async function reasonsOf(db: Kysely<Schema>, organizationId: string): Promise<Map<string, ListedRole['requiredBy']>> {
  const rows = await db
    .selectFrom('nightlatch_role')
    .select(['id', 'always_requires', 'always_required_since'])
    .where('organization_id', '=', organizationId)
    .execute()
  return new Map(rows.map((row) => [row.id, row.always_requires === 1 ? 'nature' : row.always_required_since === null ? null : 'administrator']))
}

export const requiredRoleAppliers = {
  'role.require': async (tx, organizationId, { id, roleId, isRequired, actorId, at }) => {
    const isChanged = await changesOne(
      tx
        .updateTable('nightlatch_role')
        .set({ always_required_since: isRequired ? at : null })
        .where('organization_id', '=', organizationId)
        .where('id', '=', roleId)
        .where('always_requires', '=', 0)
        .where('always_required_since', isRequired ? 'is' : 'is not', null),
    )
    if (!isChanged) return false
    const role = await tx.selectFrom('nightlatch_role').select('name').where('organization_id', '=', organizationId).where('id', '=', roleId).executeTakeFirstOrThrow()
    const change = { id, organization_id: organizationId, role_id: roleId, role_name: role.name, is_required: Number(isRequired), changed_at: at, changed_by: actorId }
    return await always(tx.insertInto('nightlatch_role_change').values(change))
  },
} satisfies Partial<Appliers>
