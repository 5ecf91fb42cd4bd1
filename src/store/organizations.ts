import type { Kysely } from 'kysely'
import type { Organization, Role, User } from '../engine/model.ts'
import { always, type Appliers, changesOne } from './applier.ts'
import { createPolicy } from './policies.ts'
import type { OrganizationTable, RoleTable, Schema } from './schema.ts'

export function organizationQueries(db: Kysely<Schema>) {
  return {
    async findOrganizations(idOrName: string | null, limit: number): Promise<Organization[]> {
      const rows = await db
        .selectFrom('nightlatch_organization')
        .selectAll()
        .$if(idOrName !== null, (query) => query.where((eb) => eb.or([eb('id', '=', idOrName), eb('name', '=', idOrName)])))
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(organizationOf)
    },

    async hasOrganization(id: string): Promise<boolean> {
      return (await db.selectFrom('nightlatch_organization').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
    },

    async listAdministrators(organizationId: string): Promise<Pick<User, 'id' | 'organizationId' | 'email'>[]> {
      const rows = await db
        .selectFrom('nightlatch_user as user')
        .select(['user.id', 'user.email'])
        .where('user.organization_id', '=', organizationId)
        .where('user.deactivated_at', 'is', null)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('nightlatch_user_role as held')
              .innerJoin('nightlatch_role as role', (join) => join.onRef('role.organization_id', '=', 'held.organization_id').onRef('role.id', '=', 'held.role_id'))
              .select('role.id')
              .whereRef('held.organization_id', '=', 'user.organization_id')
              .whereRef('held.user_id', '=', 'user.id')
              .where('role.may_administer', '=', 1),
          ),
        )
        .execute()
      return rows.map(({ id, email }) => ({ id, organizationId, email }))
    },
  }
}

export const organizationAppliers = {
  'organization.create': async (tx, _, { organization, policy, at }) => {
    const { id, name, country, timeZone, locale } = organization
    await tx
      .insertInto('nightlatch_organization')
      .values({ id, name, country, time_zone: timeZone, locale, created_at: at })
      .execute()
    await createPolicy(tx, id, policy, at)
    return true
  },

  'organization.save': async (tx, _, { organization, policy, at }) => {
    const { id, name, country, timeZone, locale } = organization
    const now = { name, country, time_zone: timeZone, locale }
    const isNew = await changesOne(
      tx
        .insertInto('nightlatch_organization')
        .values({ id, ...now, created_at: at })
        .onConflict((conflict) => conflict.doNothing()),
    )
    if (isNew) await createPolicy(tx, id, policy, at)
    else await tx.updateTable('nightlatch_organization').set(now).where('id', '=', id).execute()
    return true
  },

  'role.create': (tx, organizationId, { role }) =>
    changesOne(
      tx
        .insertInto('nightlatch_role')
        .values(roleRow(organizationId, role))
        .onConflict((conflict) => conflict.doNothing()),
    ),

  'role.save': (tx, organizationId, { role }) => {
    const { name, rank, may_administer, always_requires } = roleRow(organizationId, role)
    return always(
      tx
        .insertInto('nightlatch_role')
        .values(roleRow(organizationId, role))
        .onConflict((conflict) => conflict.columns(['organization_id', 'id']).doUpdateSet({ name, rank, may_administer, always_requires })),
    )
  },
} satisfies Partial<Appliers>

function roleRow(organizationId: string, role: Role): RoleTable {
  const { id, name, rank, mayAdminister, alwaysRequires } = role
  return { organization_id: organizationId, id, name, rank, may_administer: Number(mayAdminister), always_requires: Number(alwaysRequires), always_required_since: null }
}

export function organizationOf(row: Omit<OrganizationTable, 'created_at'>): Organization {
  return { id: row.id, name: row.name, country: row.country, timeZone: row.time_zone, locale: row.locale }
}
