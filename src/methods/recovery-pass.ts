import { parseRecoveryPass } from '../engine/code.ts'
import type { Method } from '../engine/method.ts'

/** A pass that an administrator reads out to somebody whose identity they checked: one second step, then set-up. */
export const recoveryPass: Method = {
  id: 'recovery-pass',
  role: 'recovery',
  keypad: 'letters',
  budget: 'backup',
  channel: null,
  amr: 'otp', // good for one use, as a backup code is (RFC 8176)
  parse: parseRecoveryPass,
  judge({ code, recoveryPass: pass }) {
    return pass?.matches(code) === true ? { kind: 'match', spend: { kind: 'recovery-pass', id: pass.id } } : { kind: 'mismatch', why: { kind: 'wrong' } }
  },
}
