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
    let id: string | null = null
    // All are compared, so the time tells nothing of which one it was.
    for (const kept of backupCodes) if (kept.matches(code)) id = kept.id
    return id === null ? { kind: 'mismatch', why: { kind: 'wrong' } } : { kind: 'match', spend: { kind: 'backup-code', id } }
  },
}
