import type { Kysely } from 'kysely'
import type { KnownStop } from '../engine/text-report.ts'
import { type Appliers, changesOne } from './applier.ts'
import type { Schema } from './schema.ts'

const MOST_LISTED = 200 // each is a block of ten thousand numbers

/** Prefixes that get no more texts, or got none for a time. */
export function smsStopQueries(db: Kysely<Schema>) {
  return {
    async listTextStops(organizationId: string): Promise<KnownStop[]> {
      const rows = await db
        .selectFrom('nightlatch_sms_stop as stop')
        .leftJoin('nightlatch_user as user', (join) =>
          join.onRef('user.organization_id', '=', 'stop.organization_id').onRef('user.id', '=', 'stop.lifted_by'),
        )
        .selectAll('stop')
        .select('user.name as lifted_by_name')
        .where('stop.organization_id', '=', organizationId)
        .orderBy((eb) => eb.case().when('stop.lifted_at', 'is', null).then(0).else(1).end())
        .orderBy('stop.since', 'desc')
        .orderBy('stop.id', 'desc')
        .limit(MOST_LISTED)
        .execute()
      return rows.map(({ id, pool, country, label, why, texts, used, since, lifted_at, lifted_by_name }) => ({
        id, pool, country, label, why, texts, used, since, liftedAt: lifted_at, liftedBy: lifted_by_name,
      }))
    },

    async countOpenTextStops(organizationId: string): Promise<number> {
      const { count } = await db
        .selectFrom('nightlatch_sms_stop')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('organization_id', '=', organizationId)
        .where('lifted_at', 'is', null)
        .executeTakeFirstOrThrow()
      return count
    },
  }
}

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
