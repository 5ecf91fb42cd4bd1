import { randomBytes } from 'node:crypto'
import { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { createKeyedHash } from './crypto/keyed-hash.ts'
import type { Keyring } from './crypto/keyring.ts'
import { createSeal } from './crypto/seal.ts'
import { type Database, openDatabase } from './databases/index.ts'
import { signEvent } from './engine/audit-chain.ts'
import { createEngine } from './engine/engine.ts'
import type { Clock, Log, Ports, Random, SessionOwner, Settings } from './engine/ports.ts'
import { methods } from './methods/index.ts'
import { sayingBusy } from './saying-busy.ts'
import { migrate } from './store/migrate.ts'
import type { Schema } from './store/schema.ts'
import { createStore } from './store/store.ts'

export const systemClock: Clock = () => Math.floor(Date.now() / 1000)

export const systemRandom: Random = { bytes: (length) => randomBytes(length), id: () => uuidv7() }

export type OpenStore = ReturnType<typeof createStore>

/** Opens the database, brings its tables up to date, and gives the store on it. */
export async function openStore(databaseUrl: string, keyring: Keyring): Promise<{ database: Database; store: OpenStore }> {
  const database = await openDatabase(databaseUrl)
  const db = new Kysely<Schema>({ dialect: database.dialect })
  try {
    await migrate(db)
    database.afterMigration?.()
  } catch (error) {
    await database.close()
    throw error
  }
  return { database, store: sayingBusy(createStore(db, { signEvent: (record) => signEvent(record, keyring.newest) })) }
}

/** Puts the rules together with all that they need: what the server and the library share. */
export function createCore(facts: {
  store: OpenStore
  keyring: Keyring
  clock: Clock
  log: Log
  channels: Ports['channels']
  sessions: SessionOwner
  settings: Settings
  committed: Ports['committed']
}) {
  const { keyring, ...rest } = facts
  const ports: Ports = { ...rest, random: systemRandom, seal: createSeal(keyring), keyedHash: createKeyedHash(keyring), methods }
  return { ports, engine: createEngine(ports) }
}
