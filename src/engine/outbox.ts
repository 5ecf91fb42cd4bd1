import type { EpochSeconds, Notice } from './model.ts'

/**
 * Why an e-mail could not be delivered.
 *
 * - `address-invalid`: nothing can be sent to what stands there for an address
 * - `address-refused`: the mail server knows nobody of this address
 * - `message-refused`: the mail server does not take this message, as it takes none that looks like spam
 * - `sender-refused`: the mail server lets us send nothing from our address
 * - `sign-in-refused`: the mail server refuses our user name or password
 * - `not-secure`: no encrypted connection, or a certificate that is not to be trusted
 * - `unreachable`: no connection, or no answer in time
 * - `not-now`: the mail server asks to be tried again later
 * - `not-written`: the message itself could not be made
 * - `other`: none of these
 */
export type MailFailure =
  | 'address-invalid'
  | 'address-refused'
  | 'message-refused'
  | 'sender-refused'
  | 'sign-in-refused'
  | 'not-secure'
  | 'unreachable'
  | 'not-now'
  | 'not-written'
  | 'other'

/** A notice that one node alone sends now. */
export interface DueNotice {
  notice: Notice
  attempts: number // this one included
  since: EpochSeconds // when it was written or, later, given another chance
}

/** What came of a try that failed. */
export interface FailedTry {
  failure: MailFailure
  answer: string // what the mail server said, without anything secret; '' when it said nothing
  at: EpochSeconds
}

/** The notices that wait to be mailed. */
export interface OutboxStore {
  /** Takes what is due, the oldest first, and holds it for longer than a mailer takes, so that no other node sends it meanwhile. */
  claimDue(now: EpochSeconds, limit: number): Promise<DueNotice[]>
  markSent(id: string, at: EpochSeconds): Promise<void>
  /** Asks for another attempt then; null gives the notice up. */
  markFailed(id: string, nextAttemptAt: EpochSeconds | null, failed: FailedTry): Promise<void>
}

/** A notice that was given up, as administrators see it. */
export interface Undelivered {
  notice: Notice
  userName: string // the name of the person
  attempts: number
  deadAt: EpochSeconds
  failure: MailFailure
  answer: string
}
