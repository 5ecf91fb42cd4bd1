import { hkdfSync, randomBytes } from 'node:crypto'

const KEY_BYTES = 32
const KEY_ID = /^[a-z0-9-]{1,20}$/

/** A root key of the operator, known only by its id and by what is derived from it. */
export interface Key {
  readonly id: string
  /** The subkey for one purpose: 32 bytes, HKDF-SHA-256 (RFC 5869). Shared between callers, so never write to it. */
  derive(purpose: string): Uint8Array
}

export interface Keyring {
  /** The key that everything new is written with. */
  readonly newest: Key
  /** Every key that may still be read with, newest first. */
  readonly all: readonly Key[]
  /** Throws `MissingKeyError` rather than letting a lost key look like "nothing stored". */
  find(id: string): Key
}

/** The keyring's text is wrong; the message says where, and never shows a key. */
export class InvalidKeyringError extends Error {
  override readonly name = 'InvalidKeyringError'
}

/** A stored value names a key that the keyring no longer has. */
export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError'
  readonly keyId: string

  constructor(keyId: string) {
    super(`The keyring has no key "${keyId}", but stored values need it: put it back, after the newest key`)
    this.keyId = keyId
  }
}

/**
 * Reads `id:base64 of 32 random bytes`, newest first, separated by commas.
 * Throws `InvalidKeyringError`.
 */
export function parseKeyring(text: string): Keyring {
  const keys = new Map<string, Key>()
  const secrets = new Set<string>()
  const entries = text.trim() === '' ? [] : text.split(',')
  for (const [index, entry] of entries.entries()) {
    const { id, secret } = parseEntry(entry.trim(), `Key ${index + 1}`)
    if (keys.has(id)) throw new InvalidKeyringError(`Key ${index + 1}: the id "${id}" is used twice`)
    const fingerprint = secret.toString('hex')
    if (secrets.has(fingerprint)) throw new InvalidKeyringError(`Key ${index + 1} ("${id}") repeats the bytes of an earlier key`)
    secrets.add(fingerprint)
    keys.set(id, createKey(id, secret))
  }

  const all = [...keys.values()]
  const [newest] = all
  if (newest === undefined) throw new InvalidKeyringError('There is no key: give at least one, as id:base64 of 32 random bytes')
  return {
    newest,
    all,
    find(id) {
      const key = keys.get(id)
      if (key === undefined) throw new MissingKeyError(id)
      return key
    },
  }
}

/** A new random key in the form that `parseKeyring` reads. Throws `InvalidKeyringError` for an impossible id. */
export function generateKey(id: string): string {
  if (!KEY_ID.test(id)) throw new InvalidKeyringError('A key id is 1 to 20 of a-z, 0-9 and hyphen')
  return `${id}:${randomBytes(KEY_BYTES).toString('base64')}`
}

/** An id is quoted in an error only once it is known to be one: before that it may be a key in the wrong place. */
function parseEntry(entry: string, position: string): { id: string; secret: Buffer } {
  if (entry === '') throw new InvalidKeyringError(`${position} is empty: is there a comma too many?`)
  const colon = entry.indexOf(':')
  if (colon === -1) throw new InvalidKeyringError(`${position} has no colon between its id and its bytes`)

  const id = entry.slice(0, colon)
  if (!KEY_ID.test(id)) throw new InvalidKeyringError(`${position}: its id must be 1 to 20 of a-z, 0-9 and hyphen`)

  const base64 = entry.slice(colon + 1)
  const secret = Buffer.from(base64, 'base64')
  if (secret.toString('base64') !== base64) throw new InvalidKeyringError(`${position} ("${id}") is not base64 with its padding`)
  if (secret.length !== KEY_BYTES) {
    throw new InvalidKeyringError(`${position} ("${id}") has ${secret.length} bytes instead of ${KEY_BYTES}`)
  }
  return { id, secret }
}

/** Holds the secret in a closure, where neither JSON nor `inspect` can reach it. */
function createKey(id: string, secret: Uint8Array): Key {
  const subkeys = new Map<string, Uint8Array>()
  return {
    id,
    derive(purpose) {
      let subkey = subkeys.get(purpose)
      if (subkey === undefined) {
        subkey = new Uint8Array(hkdfSync('sha256', secret, '', `nightlatch ${purpose}`, KEY_BYTES))
        subkeys.set(purpose, subkey)
      }
      return subkey
    },
  }
}
