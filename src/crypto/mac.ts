import { createHmac } from 'node:crypto'
import type { Key } from './keyring.ts'
import { lengthPrefixed } from './length-prefix.ts'

/**
 * HMAC-SHA-256 in base64url, 43 characters, under the subkey that one purpose
 * has of this one key. For what names its key; `KeyedHash` serves what does not.
 */
export function macUnder(key: Key, purpose: string, parts: readonly string[]): string {
  return createHmac('sha256', key.derive(`mac ${purpose}`)).update(lengthPrefixed(parts)).digest('base64url')
}
