import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Key, Keyring } from './keyring.ts'
import { lengthPrefixed } from './length-prefix.ts'

const VERSION = 'v1'
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12 // random: at most 2^32 values under one key (NIST SP 800-38D §8.3)
const TAG_BYTES = 16
const SEALED = /^v1\.([a-z0-9-]{1,20})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$/

/** A sealed value was altered, or belongs to another place than the one it is opened for. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError'

  constructor(options?: ErrorOptions) {
    super('A sealed value was altered or moved', options)
  }
}

/**
 * Encrypts values for the database, each bound to the place it is stored in.
 *
 * The context says which place: organization, user, row. The same context, in
 * the same order, is needed to open.
 */
export interface Seal {
  /** Gives `v1.<key id>.<nonce>.<ciphertext and tag>`, base64url, under the newest key. */
  seal(plain: Uint8Array | string, context: readonly string[]): string
  /** Throws `SealBrokenError`, or `MissingKeyError` when its key is not in the keyring. */
  open(sealed: string, context: readonly string[]): Uint8Array
  /** As `open`, for what was sealed as a text. */
  openText(sealed: string, context: readonly string[]): string
  /** The key to keep as long as this value is stored. Throws `SealBrokenError`. */
  keyIdOf(sealed: string): string
}

/** AES-256-GCM under a subkey of the keyring. */
export function createSeal(keyring: Keyring): Seal {
  function seal(plain: Uint8Array | string, context: readonly string[]): string {
    const key = keyring.newest
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, subkeyOf(key), nonce, { authTagLength: TAG_BYTES })
    cipher.setAAD(associatedData(key, context))
    const body = Buffer.concat([cipher.update(Buffer.from(plain)), cipher.final(), cipher.getAuthTag()])
    return [VERSION, key.id, nonce.toString('base64url'), body.toString('base64url')].join('.')
  }

  function open(sealed: string, context: readonly string[]): Uint8Array {
    const { keyId, nonce, body } = parseSealed(sealed)
    const key = keyring.find(keyId)
    const decipher = createDecipheriv(CIPHER, subkeyOf(key), nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(associatedData(key, context))
    decipher.setAuthTag(body.subarray(-TAG_BYTES))
    try {
      return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()])
    } catch (cause) {
      throw new SealBrokenError({ cause })
    }
  }

  return {
    seal,
    open,
    openText: (sealed, context) => Buffer.from(open(sealed, context)).toString(),
    keyIdOf: (sealed) => parseSealed(sealed).keyId,
  }
}

function subkeyOf(key: Key): Uint8Array {
  return key.derive('seal')
}

function associatedData(key: Key, context: readonly string[]): Uint8Array {
  return lengthPrefixed([VERSION, key.id, ...context])
}

function parseSealed(sealed: string) {
  const [, keyId, nonce, encodedBody] = SEALED.exec(sealed) ?? []
  if (keyId === undefined || nonce === undefined || encodedBody === undefined) throw new SealBrokenError()

  const body = Buffer.from(encodedBody, 'base64url')
  // The last character has spare bits: without this, several texts would open as one value.
  if (body.toString('base64url') !== encodedBody) throw new SealBrokenError()
  return { keyId, nonce: Buffer.from(nonce, 'base64url'), body }
}
