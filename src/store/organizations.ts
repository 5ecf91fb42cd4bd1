import type { Organization } from '../engine/model.ts'
import { type Appliers, changesOne } from './applier.ts'
import { createPolicy } from './policies.ts'
import type { OrganizationTable } from './schema.ts'

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

  'role.create': (tx, organizationId, { role }) =>
    changesOne(
      tx
        .insertInto('nightlatch_role')
        .values({
          organization_id: organizationId,
          id: role.id,
          name: role.name,
          rank: role.rank,
          may_administer: Number(role.mayAdminister),
          always_requires: Number(role.alwaysRequires),
        })
        .onConflict((conflict) => conflict.doNothing()),
    ),
} satisfies Partial<Appliers>

export function organizationOf(row: Omit<OrganizationTable, 'created_at'>): Organization {
  return { id: row.id, name: row.name, country: row.country, timeZone: row.time_zone, locale: row.locale }
}
