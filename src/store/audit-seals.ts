import { type Kysely, sql } from 'kysely'
import type { AttestedLink, AuditRecord, RowLink } from '../engine/audit-chain.ts'
import { changesOne, type Tx } from './applier.ts'
import { auditRowsOf, chainKey, findChainEnds, headColumns, recordOf } from './audit-records.ts'
import { leaseQueries, type Leases } from './leases.ts'
import type { Schema } from './schema.ts'
import { transact } from './transaction.ts'

/** Links rows after the head, in their order, or some of them; null when none is fit for it. Throws to leave them as they are. */
export type LinkRows = (head: AttestedLink | null, records: readonly AuditRecord[]) => { links: readonly (RowLink & { id: string })[]; head: AttestedLink } | null

/** What came of sealing a batch. `raced`: another sealer was first, and nothing is changed. */
export type SealOutcome = { kind: 'sealed'; count: number; head: AttestedLink } | { kind: 'nothing' } | { kind: 'raced' }

/** Gives committed audit rows their places. */
export interface AuditSealStore extends Leases {
  /** The organizations (null: none) that have rows to seal. */
  unsealedChains(): Promise<(string | null)[]>
  /** Seals what one look finds, the oldest id first: a row that was committed late comes after those found before it. */
  sealNext(organizationId: string | null, limit: number, link: LinkRows): Promise<SealOutcome>
}

export function auditSealQueries(db: Kysely<Schema>): AuditSealStore {
  return {
    ...leaseQueries(db),

    async unsealedChains() {
      const ofNone = await auditRowsOf(db, null).clearSelect().select('id').where('sequence', 'is', null).limit(1).executeTakeFirst()
      const found: (string | null)[] = ofNone === undefined ? [] : [null]
      for (let organizationId = await nextUnsealed(db, ''); organizationId !== null; organizationId = await nextUnsealed(db, organizationId)) {
        found.push(organizationId)
      }
      return found
    },

    sealNext(organizationId, limit, link) {
      return transact<SealOutcome>(db, async (tx, rollBack) => {
        const { head } = await findChainEnds(tx, organizationId)
        for (let after = ''; ; ) {
          const rows = await auditRowsOf(tx, organizationId).where('sequence', 'is', null).where('id', '>', after).orderBy('id').limit(limit).execute()
          const last = rows.at(-1)
          if (last === undefined) return rollBack({ kind: 'nothing' })
          const linked = link(head, rows.map(recordOf))
          if (linked !== null) return (await write(tx, organizationId, head, linked)) ?? rollBack({ kind: 'raced' })
          after = last.id // what is not fit to be sealed keeps nothing else waiting
        }
      })
    },
  }
}

/** Null when another sealer was first. */
async function write(tx: Tx, organizationId: string | null, before: AttestedLink | null, { links, head }: NonNullable<ReturnType<LinkRows>>): Promise<SealOutcome | null> {
  // Both are asked again of the rows themselves: whatever the lease said, a chain never forks.
  if (!(await moveHead(tx, organizationId, before, head))) return null
  const count = await writeLinks(tx, links)
  return count === links.length ? { kind: 'sealed', count, head } : null
}

/** A jump along the index for each organization, however many rows wait. */
async function nextUnsealed(db: Kysely<Schema>, after: string): Promise<string | null> {
  const row = await db
    .selectFrom('nightlatch_audit_event')
    .select('organization_id')
    .where('sequence', 'is', null)
    .where('organization_id', '>', after)
    .orderBy('organization_id')
    .limit(1)
    .executeTakeFirst()
  return row?.organization_id ?? null
}

function moveHead(tx: Tx, organizationId: string | null, from: AttestedLink | null, to: AttestedLink): Promise<boolean> {
  if (from === null) {
    return changesOne(
      tx
        .insertInto('nightlatch_audit_chain')
        .values({ organization_id: chainKey(organizationId), ...headColumns(to) })
        .onConflict((conflict) => conflict.doNothing()),
    )
  }
  return changesOne(
    tx
      .updateTable('nightlatch_audit_chain')
      .set(headColumns(to))
      .where('organization_id', '=', chainKey(organizationId))
      .where('head_sequence', '=', from.sequence)
      .where('head_hash', '=', from.hash),
  )
}

/** One statement a batch. Returns how many rows had no place yet. */
async function writeLinks(tx: Tx, links: readonly (RowLink & { id: string })[]): Promise<number> {
  const rows = links.map(({ id, sequence, previousHash, hash, keyId }) => sql`(${id}, cast(${sequence} as bigint), ${previousHash}, ${hash}, ${keyId})`)
  const statement = sql`
    update nightlatch_audit_event
    set sequence = link.column2, previous_hash = link.column3, hash = link.column4, key_id = link.column5
    from (values ${sql.join(rows)}) as link
    where nightlatch_audit_event.id = link.column1 and nightlatch_audit_event.sequence is null`
  const { numAffectedRows = 0n } = await statement.execute(tx)
  return Number(numAffectedRows)
}
