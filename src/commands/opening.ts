import { Kysely } from 'kysely'
import { type Config, ConfigError, databaseUrlOf, readConfig } from '../config.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { openDatabase } from '../databases/index.ts'
import { createLog, type Logger } from '../log.ts'
import { createStandalone, type Standalone } from '../standalone.ts'
import type { Schema } from '../store/schema.ts'

/** What production can't do without. */
export type ProductionConfig = Config & { PUBLIC_URL: string; KEYS: Keyring }

/** The settings, with those that production requires. Throws `ConfigError` that says which is missing. */
export function productionConfig(): ProductionConfig {
  const config = readConfig(process.env)
  const { PUBLIC_URL } = config
  const KEYS = keysOf(config)
  if (PUBLIC_URL === undefined) throw new ConfigError('PUBLIC_URL is missing: the address that people type, such as https://accounts.example.org')
  if (!PUBLIC_URL.startsWith('https:')) throw new ConfigError(`PUBLIC_URL is ${PUBLIC_URL}: it must begin with https://, for browsers keep these cookies over TLS alone.`)
  return { ...config, PUBLIC_URL, KEYS }
}

export function keysOf({ KEYS }: Config): Keyring {
  if (KEYS === undefined) throw new ConfigError('KEYS is missing. Print a key with `nightlatch generate-key`, keep it outside the database, and set KEYS to it.')
  return KEYS
}

/** Production has no sample, no development phone and no keys of its own making. */
export async function openProduction(config: ProductionConfig, log: Logger): Promise<Standalone> {
  return await createStandalone({ config, keyring: config.KEYS, environment: process.env, log, isDevelopment: false })
}

/** Runs a command on the server's data. What it prints is for the person who gave it; its log goes beside that. */
export async function withStandalone<Result>(command: (standalone: Standalone, publicUrl: string) => Promise<Result>): Promise<Result> {
  const config = productionConfig()
  const standalone = await openProduction(config, createLog(config.LOG_LEVEL, process.stderr))
  try {
    return await command(standalone, config.PUBLIC_URL)
  } finally {
    await standalone.close()
  }
}

/** The same for what may not be done: false is an exit code of 1, and the command has said why. */
export async function carryOut(command: (standalone: Standalone, publicUrl: string) => Promise<boolean>): Promise<void> {
  if (!(await withStandalone(command))) process.exitCode = 1
}

/** Runs a command that only reads the database, whatever version its tables have. */
export async function withDatabase<Result>(config: Config, command: (db: Kysely<Schema>) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(databaseUrlOf(config))
  try {
    return await command(new Kysely<Schema>({ dialect: database.dialect }))
  } finally {
    await database.close()
  }
}
