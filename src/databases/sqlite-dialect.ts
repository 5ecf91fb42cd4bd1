import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement as KyselyStatement,
  type TransactionSettings,
} from 'kysely'
import type { SqliteConnection, SqliteStatement, SqliteValue } from './sqlite-library.ts'

const CACHED_STATEMENTS = 500

/** Kysely on one SQLite connection; its transactions take turns. */
export function createSqliteDialect(connection: SqliteConnection, close: () => void): Dialect {
  // One driver, because its queue is what keeps two transactions apart on the one connection.
  const driver = new Driver({ database: { prepare: cachedPrepare(connection), close } })
  return {
    createDriver: () => driver,
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

class Driver extends SqliteDriver {
  // A transaction that reads first and then writes would fail at the write if another process wrote in between.
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate'
    await connection.executeQuery(CompiledQuery.raw(begin))
  }
}

class Adapter extends SqliteAdapter {
  // SQLite does roll back its DDL. This makes a migration all or nothing, and lets two processes migrate in turn.
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

function cachedPrepare(connection: SqliteConnection): (sql: string) => KyselyStatement {
  const cache = new Map<string, KyselyStatement>() // least recently used first
  return (sql) => {
    // Node 22 answers once more with the old columns when a statement outlives a change of the schema.
    if (/^(create|alter|drop|rollback)\b/i.test(sql)) cache.clear()
    const statement = cache.get(sql) ?? statementOf(connection, sql)
    cache.delete(sql)
    cache.set(sql, statement)
    if (cache.size > CACHED_STATEMENTS) cache.delete(cache.keys().next().value ?? sql)
    return statement
  }
}

function statementOf(connection: SqliteConnection, sql: string): KyselyStatement {
  const statement: SqliteStatement = connection.prepare(sql)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(bindable)),
    run: (parameters) => statement.run(...parameters.map(bindable)),
    // A stream stays open while other queries run, so it cannot share the cached statement.
    iterate: (parameters) => connection.prepare(sql).iterate(...parameters.map(bindable)),
  }
}

/** The library's own message has no type, and it takes an object for named parameters. */
function bindable(value: unknown, index: number): SqliteValue {
  const accepted = value === null || ['number', 'bigint', 'string'].includes(typeof value) || value instanceof Uint8Array
  if (accepted) return value as SqliteValue
  const given = typeof value === 'boolean' ? 'a boolean; use 0 or 1' : typeof value
  throw new TypeError(`SQL parameter ${index + 1} is ${given}`)
}
