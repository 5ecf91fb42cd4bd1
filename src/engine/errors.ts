/** Why a request cannot go on. A wrong code is not here: that is an outcome. */
export type ErrorCode =
  | 'challenge_not_found' // unknown, expired, used or voided: one answer on purpose
  | 'not_allowed'
  | 'administrators_only'
  | 'not_found'
  | 'invalid_input'
  | 'step_up_required'
  | 'conflict' // somebody else changed the same thing first
  | 'cross_site' // a state change that another site sent
  | 'stale_form' // from before a sign-in, a sign-out or a step-up in this browser
  | 'session_ended' // a form of somebody who is not signed in any more
  | 'cookies_blocked'
  | 'too_large' // a file that somebody chose
  | 'busy' // more than this machine can take now, or its database does not answer

/** Thrown with a code; becomes a status only in `web/errors.ts`. */
export class NightlatchError extends Error {
  override readonly name = 'NightlatchError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}
