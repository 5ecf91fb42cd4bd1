import { createHash, timingSafeEqual } from 'node:crypto'

/** SHA-256 in base64url, 43 characters. For random values of 128 bits or more: anything shorter can be guessed. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/**
 * SHA-256 over salt and code in base64url, for backup codes.
 *
 * A fast hash is enough for 80 random bits, as long as what it gives is
 * sealed before it is stored.
 *
 * @param salt - 16 random bytes, new for each code
 * @param code - in the canonical form of `parseBackupCode`
 */
export function saltedHash(salt: Uint8Array, code: string): string {
  return createHash('sha256').update(salt).update(code).digest('base64url')
}

/** Compares two hashes in a time that depends on their length alone. */
export function sameHash(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
