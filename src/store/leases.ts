import type { Kysely } from 'kysely'
import type { EpochSeconds } from '../engine/model.ts'
import type { Schema } from './schema.ts'

/** Work that one node at a time does. It saves work twice: what must not happen twice needs a condition of its own. */
export interface Leases {
  /** Takes the lease, or has it longer. False: another holds it. */
  takeLease(name: string, holder: string, now: EpochSeconds, seconds: number): Promise<boolean>
  endLease(name: string, holder: string): Promise<void>
}

export function leaseQueries(db: Kysely<Schema>): Leases {
  return {
    async takeLease(name, holder, now, seconds) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('nightlatch_lease')
        .values({ name, holder, expires_at: now + seconds })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, expires_at: now + seconds })
            .where((eb) => eb.or([eb('nightlatch_lease.holder', '=', holder), eb('nightlatch_lease.expires_at', '<=', now)])),
        )
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },

    async endLease(name, holder) {
      await db.deleteFrom('nightlatch_lease').where('name', '=', name).where('holder', '=', holder).execute()
    },
  }
}
