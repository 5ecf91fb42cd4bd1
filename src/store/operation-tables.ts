import type { EpochSeconds } from '../engine/model.ts'

/** What only a start and the housekeeping ask about. */
export interface OperationTables {
  nightlatch_key_check: KeyCheckTable
  nightlatch_refusal: RefusalTable
}

export interface KeyCheckTable {
  key_id: string
  sealed: string
  created_at: EpochSeconds
}

export interface RefusalTable {
  organization_id: string
  user_id: string
  route: string
  noted_at: EpochSeconds
}
