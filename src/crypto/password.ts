import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { createWorkQueue } from './work-queue.ts'

/** In UTF-16 units, as `maxlength` counts. Long enough for any passphrase, too short to be a burden. */
export const MAX_PASSWORD_LENGTH = 1000

const ARGON2ID = 2 // the package's `Algorithm` is a const enum, which erasable syntax cannot read

/** The least of the OWASP Password Storage Cheat Sheet for Argon2id. */
const OWASP_MINIMUM = { memoryKiB: 19_456, passes: 2, parallelism: 1 }

const QUEUE_LIMIT = 100 // some two seconds of waiting on one core; more is a flood

export interface PasswordHashing {
  memoryKiB: number
  passes: number
  /** Lanes of one hash. */
  parallelism: number
  /** Hashes that run at once. */
  concurrency: number
  /** Hashes that may wait for their turn. */
  queueLimit: number
}

/** More passwords arrive than can be hashed; the caller should answer 503. */
export class HashingBusyError extends Error {
  override readonly name = 'HashingBusyError'

  constructor() {
    super('Too many passwords are waiting to be hashed')
  }
}

export interface PasswordHasher {
  /** The text to store (PHC string). Throws `RangeError` above `MAX_PASSWORD_LENGTH`, and `HashingBusyError`. */
  hash(password: string): Promise<string>
  /**
   * Whether this is the password. Throws `HashingBusyError`.
   *
   * @param storedHash - `null` for an unknown user: the same work, then false
   */
  verify(storedHash: string | null, password: string): Promise<boolean>
  /** Whether to hash again at the next correct password, because the settings have changed since. */
  needsRehash(storedHash: string): boolean
}

/** Argon2id (RFC 9106), off the main thread; passwords are compared after NFKC (NIST SP 800-63B-4 §3.1.1.2). */
export function createPasswordHasher(settings: Partial<PasswordHashing> = {}): PasswordHasher {
  const { memoryKiB, passes, parallelism, concurrency, queueLimit } = {
    ...OWASP_MINIMUM,
    concurrency: availableParallelism(),
    queueLimit: QUEUE_LIMIT,
    ...settings,
  }
  const queue = createWorkQueue({ concurrency, queueLimit, whenFull: () => new HashingBusyError() })
  // Written rather than computed, so that not even the first unknown user takes longer.
  const nobodysHash = `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${parallelism}$${randomBase64(16)}$${randomBase64(32)}`

  return {
    async hash(password) {
      if (isTooLong(password)) throw new RangeError(`A password has at most ${MAX_PASSWORD_LENGTH} characters`)
      return queue.run(() =>
        hash(password.normalize('NFKC'), { algorithm: ARGON2ID, memoryCost: memoryKiB, timeCost: passes, parallelism }),
      )
    },

    async verify(storedHash, password) {
      if (isTooLong(password)) return false // as fast for a known user as for an unknown one
      const isRight = await queue.run(() => verify(storedHash ?? nobodysHash, password.normalize('NFKC')))
      return isRight && storedHash !== null
    },

    needsRehash(storedHash) {
      const made = parseOptions(storedHash)
      return (
        made.algorithm !== ARGON2ID ||
        made.memoryCost !== memoryKiB ||
        made.timeCost !== passes ||
        made.parallelism !== parallelism
      )
    },
  }
}

function isTooLong(password: string): boolean {
  return password.length > MAX_PASSWORD_LENGTH
}

function randomBase64(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '')
}
