import type { Kysely } from 'kysely'
import type { AttestedLink, Link } from '../engine/audit-chain.ts'
import type { EpochSeconds } from '../engine/model.ts'
import { changesOne } from './applier.ts'
import { auditRowsOf, chainKey, findChainEnds, sealedRecordOf, startColumns } from './audit-records.ts'
import type { Schema } from './schema.ts'
import { transact } from './transaction.ts'

const BATCH = 500 // rows a transaction, so that nobody waits long for a lock

/**
 * Removes the sealed rows from the start of one chain up to the first that is
 * not older than `before`, and keeps the last link that it removed, so that
 * what remains still follows something known. Returns how many it removed.
 *
 * @param attestStart - `attest('start', …)` under the newest key
 */
export async function removeAuditBefore(
  db: Kysely<Schema>,
  organizationId: string | null,
  before: EpochSeconds,
  attestStart: (link: Link) => AttestedLink,
): Promise<number> {
  let removed = 0
  for (;;) {
    const count = await transact<number>(db, async (tx, rollBack) => {
      const { start } = await findChainEnds(tx, organizationId)
      const rows = (await auditRowsOf(tx, organizationId).where('sequence', 'is not', null).orderBy('sequence').limit(BATCH).execute()).map(sealedRecordOf)
      const kept = rows.findIndex(({ at }) => at >= before)
      const last = rows.at(kept === -1 ? rows.length - 1 : kept - 1)
      if (last === undefined || kept === 0) return rollBack(0)
      const isMoved = await changesOne(
        tx
          .updateTable('nightlatch_audit_chain')
          .set(startColumns(attestStart(last)))
          .where('organization_id', '=', chainKey(organizationId))
          // Asked again of the row itself: another node may be removing too.
          .where('start_sequence', start === null ? 'is' : '=', start?.sequence ?? null)
          .where('head_sequence', '>=', last.sequence),
      )
      if (!isMoved) return rollBack(0)
      const { numDeletedRows } = await tx
        .deleteFrom('nightlatch_audit_event')
        .where('organization_id', organizationId === null ? 'is' : '=', organizationId)
        .where('sequence', '<=', last.sequence)
        .executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    })
    if (count === 0) return removed
    removed += count
  }
}
