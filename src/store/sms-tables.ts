import type { Channel } from '../engine/method.ts'
import type { EpochSeconds } from '../engine/model.ts'
import type { TextPool, TextState, TextStop } from '../engine/texts.ts'

/** One code that was sent, or may be at this moment: what budgets count and receipts find. */
export interface SmsDeliveryTable {
  id: string
  organization_id: string
  user_id: string
  challenge_id: string | null // null: a test
  channel: Channel
  pool: TextPool
  country: string // '' for an e-mail
  destination_hash: string
  prefix_hash: string // '' for an e-mail
  address_hash: string
  provider: string | null
  provider_message_id: string | null
  state: TextState
  failure: string | null
  segments: number | null
  cost_micros: number | null
  cost_currency: string | null
  price_micros: number | null // of one segment, where the cost is by the operator's list
  sent_at: EpochSeconds // when it was reserved
  used_at: EpochSeconds | null
}

/** One row an organization, written by whoever reserves a text: so they stand in line. */
export interface SmsLockTable {
  organization_id: string
  reservations: number
}

/** A prefix that gets no more texts while `lifted_at` is null. */
export interface SmsStopTable {
  id: string
  organization_id: string
  prefix_hash: string
  pool: TextPool
  country: string
  label: string
  why: TextStop['why']
  texts: number
  used: number
  since: EpochSeconds
  lifted_at: EpochSeconds | null
  lifted_by: string | null
}

/** Sums for the report, by the day (UTC) on which a text was reserved; they outlive its row. */
export interface SmsDayTable {
  organization_id: string
  day: number // whole days since 1970-01-01
  country: string
  provider: string // '' where none took it
  currency: string // '' for the row that counts texts; the others hold what was charged
  sent: number
  delivered: number
  used: number
  failed: number
  refused: number
  segments: number
  cost_micros: number
  charged: number // texts whose cost is known
  listed: number // of those, by the operator's list
}
