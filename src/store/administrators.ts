import type { Appliers } from './applier.ts'
import { figureQueries } from './enrollment/figures.ts'
import { policyOf } from './policies.ts'

export const administratorAppliers = {
  'administrator.remains': async (tx, organizationId, { butUserId }) => {
    const row = await tx
      .updateTable('nightlatch_policy')
      // Any write takes the lock, on both databases: what is read after it is what the commit before left.
      .set((eb) => ({ version: eb.ref('version') }))
      .where('organization_id', '=', organizationId)
      .returningAll()
      .executeTakeFirst()
    if (row === undefined) return false
    return (await figureQueries(tx).enrolledAdministratorsBut({ organizationId, policy: policyOf(row), now: 0 }, butUserId)) > 0
  },
} satisfies Partial<Appliers>
