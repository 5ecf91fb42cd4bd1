import { parseBackupCode } from '../engine/code.ts'
import type { Method } from '../engine/method.ts'

/** One of the codes that a person keeps for the day the phone is gone. Each works once. */
export const backupCode: Method = {
  id: 'backup-code',
  role: 'recovery',
  keypad: 'letters',
  budget: 'backup',
  channel: null,
  amr: 'otp', // a password good for one use; `kba` of RFC 8176 means answers to questions
  parse: parseBackupCode,
  judge({ code, backupCodes }) {
    // All are compared, so the time tells nothing of which one it was.
    const [kept] = backupCodes.filter(({ matches }) => matches(code))
    if (kept === undefined) return { kind: 'mismatch', why: { kind: 'wrong' } }
    return kept.isUsed ? { kind: 'mismatch', why: { kind: 'used' } } : { kind: 'match', spend: { kind: 'backup-code', id: kept.id } }
  },
}
