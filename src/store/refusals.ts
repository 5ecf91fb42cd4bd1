import { type Appliers, changesOne } from './applier.ts'

/** When a refusal was last written down, for each user and route. */
export const refusalAppliers = {
  'refusal.note': (tx, organizationId, { userId, route, since, at }) =>
    changesOne(
      tx
        .insertInto('nightlatch_refusal')
        .values({ organization_id: organizationId, user_id: userId, route, noted_at: at })
        .onConflict((conflict) =>
          conflict.columns(['organization_id', 'user_id', 'route']).doUpdateSet({ noted_at: at }).where('nightlatch_refusal.noted_at', '<=', since),
        ),
    ),
} satisfies Partial<Appliers>
