import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TextCost } from '../../engine/texts.ts'

/** A receipt as it arrived. */
export interface ReceiptRequest {
  url: string // below our public address, with its query, as the provider was told it
  headers: Headers
  body: string // as it came: signatures cover each byte
}

/** Compares a signature in the time that it takes anyway. */
export function isSignature(given: string, algorithm: 'sha1' | 'sha256', key: string, signed: string, encoding: 'base64' | 'base64url' | 'hex'): boolean {
  const expected = Buffer.from(createHmac(algorithm, key).update(signed, 'utf8').digest(encoding))
  const actual = Buffer.from(given)
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

/** An amount as providers write it, such as `0.0333`; null when it is none. */
export function costOf(amount: unknown, currency: unknown): TextCost | null {
  const micros = Math.round(Math.abs(Number(amount)) * 1_000_000)
  if (amount === null || amount === undefined || amount === '' || !Number.isSafeInteger(micros)) return null
  return typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? { micros, currency } : null
}
