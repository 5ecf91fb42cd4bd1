import { Kysely } from 'kysely'
import { type Keyring, MissingKeyError } from './crypto/keyring.ts'
import { createSeal, type Seal, SealBrokenError } from './crypto/seal.ts'
import type { Database } from './databases/index.ts'
import { secretContext } from './engine/sent-code.ts'
import type { EpochSeconds } from './engine/model.ts'
import { type KeyChecks, keyCheckQueries } from './store/key-checks.ts'
import type { Schema } from './store/schema.ts'

const SEALED_TEXT = 'nightlatch'

/** The database was written with other keys. The message names the key and says what to do, and shows no key. */
export class KeysError extends Error {
  override readonly name = 'KeysError'
}

/**
 * Makes sure, before anybody signs in, that the keys are those that this
 * database was written with, and remembers the newest for the next start. A
 * wrong key would otherwise look like wrong codes, one person after the other.
 * Throws `KeysError`.
 */
export async function checkKeys(database: Database, keyring: Keyring, now: EpochSeconds): Promise<void> {
  const checks = keyCheckQueries(new Kysely<Schema>({ dialect: database.dialect }))
  const seal = createSeal(keyring)
  const isFirst = (await openAll(checks, seal)) === 0
  if (isFirst) await openAnySecret(checks, seal)
  const { id } = keyring.newest
  await checks.add({ keyId: id, sealed: seal.seal(SEALED_TEXT, contextOf(id)) }, now)
  // Again, for another node may have been first, with another key of the same name.
  await openAll(checks, seal)
}

async function openAll(checks: KeyChecks, seal: Seal): Promise<number> {
  const known = await checks.list()
  for (const { keyId, sealed } of known) open(seal, sealed, contextOf(keyId), keyId)
  return known.length
}

async function openAnySecret(checks: KeyChecks, seal: Seal): Promise<void> {
  const secret = await checks.anySecret()
  if (secret === null) return
  const { sealed, organizationId, userId, rowId } = secret
  open(seal, sealed, secretContext(organizationId, userId, rowId), seal.keyIdOf(sealed))
}

function open(seal: Seal, sealed: string, context: readonly string[], keyId: string): void {
  try {
    seal.open(sealed, context)
  } catch (cause) {
    if (cause instanceof MissingKeyError) throw new KeysError(`KEYS has no key "${keyId}", but this database was written with it: put it back, after the newest key`)
    if (!(cause instanceof SealBrokenError)) throw cause
    throw new KeysError(`KEYS: its key "${keyId}" is not the "${keyId}" that this database was written with: put the right one back`)
  }
}

function contextOf(keyId: string): string[] {
  return ['key-check', keyId]
}
