import { parseSixDigits } from '../engine/code.ts'
import type { Method } from '../engine/method.ts'
import { judgeSentCode } from './sent-code.ts'

/** A code by e-mail, which confirms who sets up 2-step verification during sign-in. */
export const email: Method = {
  id: 'email',
  role: 'confirmation', // whoever resets a password by e-mail reads the mailbox too: no second factor
  keypad: 'digits',
  budget: 'six-digit',
  channel: 'mail',
  amr: 'otp', // no session is opened by it; RFC 8176 has no value for e-mail
  parse: parseSixDigits,
  judge: judgeSentCode,
}
