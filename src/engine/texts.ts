import type { Channel } from './method.ts'
import type { EpochSeconds } from './model.ts'
import type { TextFailure } from './text-failure.ts'

/**
 * What a text counts with. Texts to numbers that nobody has proved yet cannot
 * use up what is there for people who sign in; a code by e-mail costs nothing.
 */
export type TextPool = 'new' | 'proved' | 'none'

/** `sent` is handed over to a provider; `delivered` and a late `failed` come with its receipt. */
export type TextState = 'reserved' | 'sent' | 'delivered' | 'failed'

export interface TextCost {
  micros: number // millionths of the currency's unit, whole
  currency: string // ISO 4217
}

/** At most `limit` texts in any `seconds`. Of an address, a prefix and a pool, only texts of the same pool are counted. */
export interface TextBudget {
  of: 'user' | 'number' | 'address' | 'prefix' | 'pool' | 'organization'
  counts: 'all' | 'unused' // a text whose code was used was no fraud
  seconds: number
  limit: number
}

/** When texts to a prefix are hardly ever used: judged by those whose code has been used or can be no more. */
export interface TextAlarm {
  since: EpochSeconds
  settledBefore: EpochSeconds
  texts: number // at least so many of them,
  numbers: number // to at least so many numbers,
  usedPercent: number // of which fewer than this were used
}

/** One text with all that is asked before it may go. Hashes are keyed: the first one is stored, all are looked for. */
export interface TextReservation {
  id: string
  userId: string
  challengeId: string | null // null: a test
  channel: Channel
  pool: TextPool
  country: string // ISO 3166-1 alpha-2; '' for an e-mail
  numberHashes: readonly string[] // of the number, or of the e-mail address
  prefixHashes: readonly string[] // none for an e-mail
  addressHashes: readonly string[] // of the client's address
  budgets: readonly TextBudget[]
  alarm: TextAlarm | null
  at: EpochSeconds
}

/** Why a text may not go. */
export type TextRefusal =
  | { kind: 'budget'; of: TextBudget['of']; until: EpochSeconds }
  | { kind: 'stopped' }
  | { kind: 'alarm'; texts: number; used: number } // nobody has stopped the prefix yet

/** What became of handing a code to those who carry it. Not confirmed: it may have left, and nobody knows. */
export type Handover =
  | { kind: 'taken'; provider: string; isConfirmed: boolean; messageId: string | null; segments: number | null }
  | { kind: 'not-taken'; provider: string; failure: TextFailure }

/** What a provider says became of a text, later. */
export interface TextReceipt {
  reference: string // our id of the text
  state: 'sent' | 'delivered' | 'failed'
  failure: TextFailure | null
  segments: number | null
  cost: TextCost | null
}

/** What a provider's receipt leads to. */
export interface FoundText {
  id: string
  organizationId: string
  userId: string
  challengeId: string | null
  state: TextState
  sentAt: EpochSeconds // when it was reserved: the challenge says the same of its last one
}

/** No more texts to the numbers of one prefix, until an administrator lifts it. */
export interface TextStop {
  id: string
  prefixHash: string
  pool: TextPool
  country: string
  label: string // what people may read of the prefix: `+371 2001 ••••`
  why: 'hardly-used'
  texts: number // of the day before it
  used: number
  since: EpochSeconds
}
