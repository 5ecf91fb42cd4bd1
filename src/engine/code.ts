import { CROCKFORD, encodeBase32 } from '../crypto/base32.ts'

const BACKUP_CODE_BYTES = 10 // 80 bits; NIST SP 800-63B-4 §4.2.1 asks for 64 at least
const BACKUP_CODE_LENGTH = 16
const RECOVERY_PASS_BYTES = 8
const RECOVERY_PASS_LENGTH = 12
const SIX_DIGIT_CODES = 1_000_000

/** What pasting, autocorrection and phones put between digits: spaces, hyphens and dashes, invisible marks. */
const BETWEEN = /[\s\p{Pd}\p{Cf}\u2212]/gu // U+2212 is the minus sign

/** Gives so many random bytes, fit for secrets. */
export type RandomBytes = (count: number) => Uint8Array

/** A code to send: six digits, each of the million as likely as any other, `000042` among them. */
export function newCode(randomBytes: RandomBytes): string {
  // The remainder of 2^32 would make the low codes likelier: draw again there.
  const limit = 2 ** 32 - (2 ** 32 % SIX_DIGIT_CODES)
  let drawn: number
  do drawn = Buffer.from(randomBytes(4)).readUInt32BE()
  while (drawn >= limit)
  return String(drawn % SIX_DIGIT_CODES).padStart(6, '0')
}

/** Reads a six-digit code as typed, spaces and hyphens forgiven; `null` unless six ASCII digits remain. */
export function parseSixDigits(typed: unknown): string | null {
  if (typeof typed !== 'string') return null
  const digits = typed.replace(BETWEEN, '')
  return /^[0-9]{6}$/.test(digits) ? digits : null
}

/** A backup code in its canonical form: 16 characters of Crockford's base 32. */
export function newBackupCode(randomBytes: RandomBytes): string {
  return encodeBase32(randomBytes(BACKUP_CODE_BYTES), CROCKFORD)
}

/** Groups of four, `7XK2-M9QD-04TF-VR5H`, to read and to copy by hand. */
export function formatBackupCode(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$&-')
}

/** A recovery pass in its canonical form: 12 characters of Crockford's base 32, 60 bits (SP 800-63B-4 §4.2 asks for fewer). */
export function newRecoveryPass(randomBytes: RandomBytes): string {
  return encodeBase32(randomBytes(RECOVERY_PASS_BYTES), CROCKFORD).slice(0, RECOVERY_PASS_LENGTH)
}

/** Reads a recovery pass as typed, forgiving what `parseBackupCode` forgives. */
export function parseRecoveryPass(typed: unknown): string | null {
  return parseCrockford(typed, RECOVERY_PASS_LENGTH)
}

/**
 * Reads a backup code as typed into its canonical form, or gives `null`.
 * Forgives case, spaces, hyphens, O for 0, and I or L for 1; U is in no code.
 */
export function parseBackupCode(typed: unknown): string | null {
  return parseCrockford(typed, BACKUP_CODE_LENGTH)
}

function parseCrockford(typed: unknown, length: number): string | null {
  if (typeof typed !== 'string') return null
  const characters = typed.replace(BETWEEN, '')
  // Checked before upper-casing, which makes ASCII of some foreign letters (dotless i, long s).
  if (characters.length !== length || !/^[0-9A-TV-Z]+$/i.test(characters)) return null
  return characters.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
}
