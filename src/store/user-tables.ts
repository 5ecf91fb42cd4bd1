import type { EpochSeconds } from '../engine/model.ts'

/** One role that an administrator put on the list of those that always require it, or took off it. */
export interface RoleChangeTable {
  id: string
  organization_id: string
  role_id: string
  role_name: string // at that time
  is_required: number // 0 or 1
  changed_at: EpochSeconds
  changed_by: string | null // null: the command line
}

/** A file of users to come, while somebody looks at what it would do. */
export interface UserImportTable {
  id: string
  organization_id: string
  user_id: string // who looks at it
  source: string
  expires_at: EpochSeconds
}

export interface RecoveryPassTable {
  id: string
  organization_id: string
  user_id: string
  sealed_hash: string
  issued_by: string
  issued_at: EpochSeconds
  expires_at: EpochSeconds
  used_at: EpochSeconds | null
}
