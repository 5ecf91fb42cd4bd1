import { createHmac } from 'node:crypto'
import { sameHash } from './hash.ts'
import type { Key, Keyring } from './keyring.ts'
import { lengthPrefixed } from './length-prefix.ts'

/**
 * Fingerprints of values too short to hash without a key: codes, phone numbers.
 *
 * All are HMAC-SHA-256 in base64url. Each purpose has a subkey of its own, so
 * a hash made for one never matches for another, and parts are told apart:
 * `'a', 'bc'` is not `'ab', 'c'`.
 */
export interface KeyedHash {
  /** The hash to store, under the newest key. */
  hash(purpose: string, ...parts: string[]): string
  /** The hash under every key, newest first: what to look for where older rows may be stored. */
  hashes(purpose: string, ...parts: string[]): string[]
  /** Whether the stored hash was made of these parts under any key; its time does not tell which. */
  matches(stored: string, purpose: string, ...parts: string[]): boolean
}

export function createKeyedHash(keyring: Keyring): KeyedHash {
  function hashes(purpose: string, ...parts: string[]): string[] {
    return keyring.all.map((key) => hashUnder(key, purpose, parts))
  }

  return {
    hash: (purpose, ...parts) => hashUnder(keyring.newest, purpose, parts),
    hashes,
    matches: (stored, purpose, ...parts) =>
      hashes(purpose, ...parts).filter((hash) => sameHash(hash, stored)).length > 0,
  }
}

function hashUnder(key: Key, purpose: string, parts: readonly string[]): string {
  return createHmac('sha256', key.derive(`keyed-hash ${purpose}`)).update(lengthPrefixed(parts)).digest('base64url')
}
