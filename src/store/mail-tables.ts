import type { EpochSeconds, NoticeEvent, OneTimeToken } from '../engine/model.ts'
import type { MailFailure } from '../engine/outbox.ts'

/** JSON as text. */
type Json = string

/** Mails on their way, sent and given up. */
export interface OutboxTable {
  id: string
  organization_id: string
  user_id: string
  event: NoticeEvent
  recipient: string
  data: Json
  created_at: EpochSeconds
  attempts: number
  next_attempt_at: EpochSeconds | null // null: sent, or given up
  sent_at: EpochSeconds | null
  dead_at: EpochSeconds | null
  retried_at: EpochSeconds | null // an administrator gave it another chance
  failure: MailFailure | null // of the try before
  answer: string | null
}

/** Links that work once. */
export interface OneTimeTokenTable {
  id: string
  purpose: OneTimeToken['purpose']
  organization_id: string | null
  user_id: string | null
  token_hash: string
  about: string | null // the notice whose link it is
  data: Json
  expires_at: EpochSeconds
  used_at: EpochSeconds | null
}
