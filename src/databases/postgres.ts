import { type Driver, type Kysely, PostgresAdapter, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import type { Database, DatabaseOpener } from './database.ts'
import { isPostgresUnavailable } from './postgres-unavailable.ts'
import { DatabaseUnavailableError, withUnavailability } from './unavailable.ts'

const CONNECTIONS = 10
const CONNECT_MILLISECONDS = 5_000
const STATEMENT_MILLISECONDS = 15_000
const IDLE_TRANSACTION_MILLISECONDS = 15_000

/** PostgreSQL, for more than one node. */
export const postgres: DatabaseOpener = {
  name: 'postgres',
  example: 'postgres://user:password@host/database',
  schemes: ['postgres:', 'postgresql:'],

  async open(url): Promise<Database> {
    // Loaded only here: a server on SQLite starts without it.
    const { Pool, types } = (await import('pg')).default
    if (!URL.canParse(url)) throw new Error('DATABASE_URL is not a URL; percent-encode special characters in the password')
    // What the URL sets wins over these; the pool's own two it would not look for there.
    const given = (name: string, otherwise: number) => Number(new URL(url).searchParams.get(name) ?? otherwise) || otherwise
    const pool = new Pool({
      connectionString: url,
      application_name: 'nightlatch',
      max: given('max', CONNECTIONS),
      connectionTimeoutMillis: given('connectionTimeoutMillis', CONNECT_MILLISECONDS),
      statement_timeout: STATEMENT_MILLISECONDS,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_MILLISECONDS,
      keepAlive: true,
      types: { getTypeParser: (oid, format) => typeParserOf(types, oid, format) },
    })
    // Without a listener, a connection lost while idle would end the process. The pool replaces it.
    pool.on('error', () => {})
    // The same for one lost in use: whoever uses it hears of it from their statement.
    pool.on('connect', (client) => client.on('error', () => {}))
    // Whatever keeps us from a connection, there is none.
    const connect = () => pool.connect().catch((cause: unknown) => Promise.reject(new DatabaseUnavailableError(cause)))

    let ended: Promise<void> | undefined
    const close = () => (ended ??= pool.end())

    return {
      name: 'postgres',
      dialect: new Dialect({ pool: { connect, end: close } }),
      close,
      async now() {
        const { rows } = await pool.query<{ now: number }>('select floor(extract(epoch from clock_timestamp())) as now')
        return rows[0]?.now ?? Number.NaN
      },
    }
  },
}

class Dialect extends PostgresDialect {
  override createDriver(): Driver {
    return withUnavailability(super.createDriver(), isPostgresUnavailable)
  }

  override createAdapter(): PostgresAdapter {
    return new Adapter()
  }
}

class Adapter extends PostgresAdapter {
  // A node may wait for another that migrates, and an index may take minutes: neither is a stuck statement.
  override async acquireMigrationLock(...[db, options]: Parameters<PostgresAdapter['acquireMigrationLock']>): Promise<void> {
    await sql`set statement_timeout = 0`.execute(db as Kysely<unknown>)
    await super.acquireMigrationLock(db, options)
  }

  override async releaseMigrationLock(...[db, options]: Parameters<PostgresAdapter['releaseMigrationLock']>): Promise<void> {
    await super.releaseMigrationLock(db, options)
    await sql`reset statement_timeout`.execute(db as Kysely<unknown>)
  }
}

/** bigint, and numeric (the sum of bigints), become numbers as they are on SQLite. */
function typeParserOf(types: typeof pg.types, oid: number, format?: 'text' | 'binary') {
  return oid === types.builtins.INT8 || oid === types.builtins.NUMERIC
    ? parseExactNumber
    : types.getTypeParser(oid, format)
}

function parseExactNumber(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a number`)
  return number
}
