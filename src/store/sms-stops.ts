import { type Appliers, changesOne } from './applier.ts'

/** Prefixes that get no more texts. */
export const smsStopAppliers = {
  'text.stop': (tx, organizationId, { stop }) =>
    changesOne(
      tx
        .insertInto('nightlatch_sms_stop')
        .values({
          id: stop.id,
          organization_id: organizationId,
          prefix_hash: stop.prefixHash,
          pool: stop.pool,
          country: stop.country,
          label: stop.label,
          why: stop.why,
          texts: stop.texts,
          used: stop.used,
          since: stop.since,
          lifted_at: null,
          lifted_by: null,
        })
        // The index of open stops alone can be in the way.
        .onConflict((conflict) => conflict.doNothing()),
    ),

  'text.lift': (tx, organizationId, { id, liftedBy, at }) =>
    changesOne(
      tx
        .updateTable('nightlatch_sms_stop')
        .set({ lifted_at: at, lifted_by: liftedBy })
        .where('organization_id', '=', organizationId)
        .where('id', '=', id)
        .where('lifted_at', 'is', null),
    ),
} satisfies Partial<Appliers>
