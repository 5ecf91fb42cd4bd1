import type { Kysely } from 'kysely'
import type { AttestedLink, AuditRecord, ChainEnd, SealedRecord } from '../engine/audit-chain.ts'
import type { AuditChainTable, AuditEventTable, AuditLinkColumns, AuditSignatureColumns } from './audit-tables.ts'
import type { Schema } from './schema.ts'

/** Where the audit rows of no organization keep the ends of their chain. */
const NO_ORGANIZATION = ''

export function recordOf(row: AuditEventTable & AuditSignatureColumns): AuditRecord {
  const { mac, mac_key_id: keyId } = row
  return { ...saidOf(row), signature: mac === null ? null : { mac, keyId: keyId ?? '' } }
}

/** What a row says: what its signature covers. */
export function saidOf(row: AuditEventTable): Omit<AuditRecord, 'signature'> {
  return {
    id: row.id,
    organizationId: row.organization_id,
    at: row.at,
    action: row.action,
    result: row.result,
    actorId: row.actor_id,
    subjectId: row.subject_id,
    method: row.method,
    detail: row.detail,
    address: row.address,
    agent: row.agent,
  }
}

export function sealedRecordOf(row: AuditEventTable & AuditSignatureColumns & AuditLinkColumns): SealedRecord {
  return { ...recordOf(row), sequence: row.sequence ?? 0, previousHash: row.previous_hash ?? '', hash: row.hash ?? '', keyId: row.key_id ?? '' }
}

/** The audit rows of one organization, or of none. */
export function auditRowsOf(db: Kysely<Schema>, organizationId: string | null) {
  return db.selectFrom('nightlatch_audit_event').selectAll().where('organization_id', organizationId === null ? 'is' : '=', organizationId)
}

export function chainKey(organizationId: string | null): string {
  return organizationId ?? NO_ORGANIZATION
}

/** The ends of one chain. */
export async function findChainEnds(db: Kysely<Schema>, organizationId: string | null): Promise<Record<ChainEnd, AttestedLink | null>> {
  const row = await db.selectFrom('nightlatch_audit_chain').selectAll().where('organization_id', '=', chainKey(organizationId)).executeTakeFirst()
  return row === undefined ? { head: null, start: null } : { head: headOf(row), start: startOf(row) }
}

export function headColumns({ sequence, hash, keyId, mac }: AttestedLink) {
  return { head_sequence: sequence, head_hash: hash, head_key_id: keyId, head_mac: mac }
}

export function startColumns({ sequence, hash, keyId, mac }: AttestedLink) {
  return { start_sequence: sequence, start_hash: hash, start_key_id: keyId, start_mac: mac }
}

function headOf(row: AuditChainTable): AttestedLink {
  return { sequence: row.head_sequence, hash: row.head_hash, keyId: row.head_key_id, mac: row.head_mac }
}

function startOf(row: AuditChainTable): AttestedLink | null {
  if (row.start_sequence === null) return null
  return { sequence: row.start_sequence, hash: row.start_hash ?? '', keyId: row.start_key_id ?? '', mac: row.start_mac ?? '' }
}
