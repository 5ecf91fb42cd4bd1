import type { Kysely } from 'kysely'
import type { AuditRecord, SealedRecord } from '../engine/audit-chain.ts'
import type { ChainEnds } from '../engine/audit-verification.ts'
import { auditRowsOf, chainKey, findChainEnds, recordOf, sealedRecordOf } from './audit-records.ts'
import type { Schema } from './schema.ts'

const BATCH = 500

/** One state of the audit log, whatever is written meanwhile. */
export interface AuditChains {
  /** Every organization (null: none) that has rows, or once had. */
  chains(): AsyncIterable<string | null>
  ends(organizationId: string | null): Promise<ChainEnds>
  /** By sequence, in batches; all rows with one, even where there should be none. */
  sealedRows(organizationId: string | null): AsyncIterable<readonly SealedRecord[]>
  /** All rows without a place, by id, in batches. */
  unsealedRows(organizationId: string | null): AsyncIterable<readonly AuditRecord[]>
}

/** Reads the audit log in one transaction, in which nothing moves. */
export function readAuditChains<T>(db: Kysely<Schema>, read: (chains: AuditChains) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setAccessMode('read only')
    .setIsolationLevel('repeatable read')
    .execute((tx) => read(auditChainQueries(tx)))
}

function auditChainQueries(db: Kysely<Schema>): AuditChains {
  return {
    async *chains() {
      let after = ''
      for (;;) {
        const next = await nextOrganization(db, after)
        if (next === null) break
        yield next
        after = next
      }
      const ofNone = await auditRowsOf(db, null).limit(1).executeTakeFirst()
      if (ofNone !== undefined) yield null
      yield* emptied(db)
    },

    ends: (organizationId) => findChainEnds(db, organizationId),

    async *sealedRows(organizationId) {
      let sequence = Number.MIN_SAFE_INTEGER
      let id = ''
      for (;;) {
        const rows = await auditRowsOf(db, organizationId)
          // By id too: where somebody removed the index, two rows may say they have one place.
          .where((eb) => eb.and([eb('sequence', '>=', sequence), eb.or([eb('sequence', '>', sequence), eb('id', '>', id)])]))
          .orderBy('sequence')
          .orderBy('id')
          .limit(BATCH)
          .execute()
        const records = rows.map(sealedRecordOf)
        const last = records.at(-1)
        if (last === undefined) return
        yield records
        sequence = last.sequence
        id = last.id
      }
    },

    async *unsealedRows(organizationId) {
      for (let after = ''; ; ) {
        const rows = await auditRowsOf(db, organizationId).where('sequence', 'is', null).where('id', '>', after).orderBy('id').limit(BATCH).execute()
        const last = rows.at(-1)
        if (last === undefined) return
        yield rows.map(recordOf)
        after = last.id
      }
    },
  }
}

async function nextOrganization(db: Kysely<Schema>, after: string): Promise<string | null> {
  const row = await db
    .selectFrom('nightlatch_audit_event')
    .select('organization_id')
    .where('organization_id', '>', after)
    .orderBy('organization_id')
    .limit(1)
    .executeTakeFirst()
  return row?.organization_id ?? null
}

/** Chains of which every row is gone. */
async function* emptied(db: Kysely<Schema>): AsyncIterable<string | null> {
  const rows = await db
    .selectFrom('nightlatch_audit_chain as chain')
    .select('organization_id')
    .where('organization_id', '!=', chainKey(null))
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('nightlatch_audit_event as event').select('event.id').whereRef('event.organization_id', '=', 'chain.organization_id'))),
    )
    .execute()
  for (const row of rows) yield row.organization_id
  const [chainOfNone, rowOfNone] = [await findChainEnds(db, null), await auditRowsOf(db, null).limit(1).executeTakeFirst()]
  if (chainOfNone.head !== null && rowOfNone === undefined) yield null
}
