import type { EnrollReason, EpochSeconds, MethodId, Policy, Purpose, VerifyReason, Challenge, Device } from '../engine/model.ts'
import type { AuditChainTable, AuditEventTable, AuditLinkColumns, AuditSignatureColumns } from './audit-tables.ts'
import type { OperationTables } from './operation-tables.ts'
import type { ReminderTable } from './reminders.ts'
import type { OneTimeTokenTable, OutboxTable } from './mail-tables.ts'
import type { CohortTable, ListedUserColumns, UserWordTable } from './listed-tables.ts'
import type { SmsDayTable, SmsDeliveryTable, SmsLockTable, SmsStopTable } from './sms-tables.ts'
import type { RecoveryPassTable, RoleChangeTable, UserImportTable } from './user-tables.ts'

/** JSON as text: both databases have it, and nothing is queried inside it. */
type Json = string

/** 0 or 1. */
type Flag = number

/** Every table, as the newest migration leaves it. */
export interface Schema extends OperationTables {
  nightlatch_organization: OrganizationTable
  nightlatch_user: UserTable & ListedUserColumns
  nightlatch_user_word: UserWordTable
  nightlatch_user_import: UserImportTable
  nightlatch_cohort: CohortTable
  nightlatch_role: RoleTable
  nightlatch_role_change: RoleChangeTable
  nightlatch_user_role: UserRoleTable
  nightlatch_password: PasswordTable
  nightlatch_session: SessionTable
  nightlatch_authenticator: AuthenticatorTable
  nightlatch_backup_code: BackupCodeTable
  nightlatch_challenge: ChallengeTable
  nightlatch_guard: GuardTable
  nightlatch_device: DeviceTable
  nightlatch_policy: PolicyTable
  nightlatch_recovery_pass: RecoveryPassTable
  nightlatch_policy_history: PolicyTable
  nightlatch_step_up: StepUpTable
  nightlatch_one_time_token: OneTimeTokenTable
  nightlatch_password_try: PasswordTryTable
  nightlatch_sms_delivery: SmsDeliveryTable
  nightlatch_sms_lock: SmsLockTable
  nightlatch_sms_stop: SmsStopTable
  nightlatch_sms_day: SmsDayTable
  nightlatch_audit_event: AuditEventTable & AuditSignatureColumns & AuditLinkColumns
  nightlatch_audit_chain: AuditChainTable
  nightlatch_lease: LeaseTable
  nightlatch_reminder: ReminderTable
  nightlatch_outbox: OutboxTable
}

export interface OrganizationTable {
  id: string
  name: string
  country: string
  time_zone: string
  locale: string
  created_at: EpochSeconds
}

export interface UserTable {
  id: string
  organization_id: string
  name: string
  user_name: string
  user_name_key: string // as `identifierKey` makes it; unique on the server
  email: string | null
  email_key: string | null
  password_epoch: number
  factor_epoch: number
  enrolled_at: EpochSeconds | null
  grace_starts_at: EpochSeconds
  exempt_until: EpochSeconds | null
  backup_codes_saved_at: EpochSeconds | null
  last_sign_in_at: EpochSeconds | null
  recovery_pass_until: EpochSeconds | null
  reported_at: EpochSeconds | null // null again once a method is on
  reminded_at: EpochSeconds | null
  deactivated_at: EpochSeconds | null
  created_at: EpochSeconds
}

export interface RoleTable {
  organization_id: string
  id: string
  name: string
  rank: number
  may_administer: Flag
  always_requires: Flag
  always_required_since: EpochSeconds | null // an administrator put it on the list; null: as the role itself says
}

export interface UserRoleTable {
  organization_id: string
  user_id: string
  role_id: string
}

export interface PasswordTable {
  user_id: string
  organization_id: string
  hash: string
  changed_at: EpochSeconds
}

export interface SessionTable {
  id: string
  organization_id: string
  user_id: string
  token_hash: string
  amr: Json
  password_epoch: number
  factor_epoch: number
  address: string
  agent: string
  created_at: EpochSeconds
  expires_at: EpochSeconds
  last_seen_at: EpochSeconds
}

export interface AuthenticatorTable {
  id: string
  organization_id: string
  user_id: string
  method: MethodId
  label: string
  sealed_secret: string
  data: Json
  last_counter: number
  created_at: EpochSeconds
  last_used_at: EpochSeconds | null
}

export interface BackupCodeTable {
  id: string
  organization_id: string
  user_id: string
  sealed_hash: string
  created_at: EpochSeconds
  used_at: EpochSeconds | null
}

export interface ChallengeTable {
  id: string
  organization_id: string
  user_id: string
  purpose: Purpose
  token_hash: string | null
  bound_to: string | null
  method: MethodId | null
  candidate: Json | null // all of it but its data, which changes on its own
  candidate_data: Json | null
  code_hash: string | null
  code_expires_at: EpochSeconds | null
  code_sent_at: EpochSeconds | null
  sends: number
  delivery: Challenge['delivery']
  limited_until: EpochSeconds | null
  attempts_left: number
  because: VerifyReason | EnrollReason | null
  known_device_id: string | null
  email_confirmed_at: EpochSeconds | null
  amr: Json
  return_to: string
  password_epoch: number
  factor_epoch: number
  created_at: EpochSeconds
  expires_at: EpochSeconds
  consumed_at: EpochSeconds | null
}

export interface GuardTable {
  user_id: string
  organization_id: string
  known_failures: number
  known_wait_until: EpochSeconds
  other_failures: number
  other_wait_until: EpochSeconds
  day_started_at: EpochSeconds
  day_failures: number
  locked_at: EpochSeconds | null
  backup_hour_started_at: EpochSeconds
  backup_tries: number
  told_at: EpochSeconds // 0: never
}

export interface DeviceTable {
  id: string
  organization_id: string
  user_id: string
  token_hash: string
  agent: string
  address: string
  known_at: EpochSeconds
  trusted_at: EpochSeconds | null
  trusted_until: EpochSeconds | null
  trust_ended_because: Device['trustEndedBecause']
  password_epoch: number
  factor_epoch: number
  last_used_at: EpochSeconds
}

export interface PolicyTable {
  organization_id: string
  version: number
  required_since: EpochSeconds | null
  requirement_changed_at: EpochSeconds | null
  requirement_changed_by: string | null
  grace_days: number
  allowed_methods: Json
  trust_days: number
  always_required_trust_days: number | null
  confirm_set_up_by_email: Policy['confirmSetUpByEmail']
  saved_at: EpochSeconds
  saved_by: string | null // user id; null: the command line, or the first one
}

export interface StepUpTable {
  session_id: string
  organization_id: string
  user_id: string
  proved_at: EpochSeconds
  factor_epoch: number
}

export interface PasswordTryTable {
  key: string // of a place or of an account
  count: number
  window_started_at: EpochSeconds
  wait_until: EpochSeconds
}

export interface LeaseTable {
  name: string
  holder: string
  expires_at: EpochSeconds
}
