/**
 * Why a provider did not take a text, and so what is worth trying next.
 *
 * - of the number, for which no provider can do better: `invalid-number`, `unreachable` (a landline, out of service),
 *   `blocked` (its owner said STOP, or a provider's fraud protection refuses it)
 * - of the sender, at this provider: `sender-refused` (not registered, not allowed in that country)
 * - of the moment: `rate-limited`, `unavailable`
 * - of what is set here: `credentials`, `no-balance`, `request-refused`
 * - `unconfirmed`: the request left and no answer came. It may have been sent.
 */
export type TextFailure =
  | 'invalid-number'
  | 'unreachable'
  | 'blocked'
  | 'sender-refused'
  | 'rate-limited'
  | 'unavailable'
  | 'credentials'
  | 'no-balance'
  | 'request-refused'
  | 'unconfirmed'

/** Whose the failure is: it decides who else is asked, and whether the provider is left alone for a while. */
export const blameOf = {
  'invalid-number': 'number',
  unreachable: 'number',
  blocked: 'number',
  'sender-refused': 'sender',
  'rate-limited': 'provider',
  unavailable: 'provider',
  credentials: 'provider',
  'no-balance': 'provider',
  'request-refused': 'provider',
  unconfirmed: 'unknown',
} as const satisfies Record<TextFailure, 'number' | 'sender' | 'provider' | 'unknown'>

/** What its failure tells the person who waits for a text. */
export function deliveryOf(failure: TextFailure): 'failed' | 'unreachable' | 'blocked' {
  if (blameOf[failure] !== 'number') return 'failed'
  return failure === 'blocked' ? 'blocked' : 'unreachable'
}
