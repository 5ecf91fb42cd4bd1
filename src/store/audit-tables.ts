import type { AuditAction, AuditEvent } from '../engine/audit.ts'
import type { EpochSeconds, MethodId } from '../engine/model.ts'

export interface AuditEventTable {
  id: string
  organization_id: string | null // null: somebody unknown
  at: EpochSeconds
  action: AuditAction
  result: AuditEvent['result']
  actor_id: string | null
  subject_id: string | null
  method: MethodId | null
  detail: string // JSON
  address: string
  agent: string
}

/** What the server that wrote an audit row signed it with; both null in rows from before there were signatures. */
export interface AuditSignatureColumns {
  mac: string | null
  mac_key_id: string | null
}

/** The place of an audit row in its chain; all null until the sealer found it. */
export interface AuditLinkColumns {
  sequence: number | null
  previous_hash: string | null
  hash: string | null
  key_id: string | null
}

export interface AuditChainTable {
  organization_id: string // '' for the rows of no organization
  head_sequence: number
  head_hash: string
  head_key_id: string
  head_mac: string
  start_sequence: number | null // the last link that retention removed
  start_hash: string | null
  start_key_id: string | null
  start_mac: string | null
}
