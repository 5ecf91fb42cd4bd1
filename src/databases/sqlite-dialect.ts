import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { RolledBackError, SqliteDriver } from './sqlite-driver.ts'
import type { SqliteConnection } from './sqlite-library.ts'
import { createStatements } from './sqlite-statements.ts'
import { withUnavailability } from './unavailable.ts'

/** Locked by another process for too long, out of memory, read only, not readable, full, gone. https://sqlite.org/rescode.html */
const UNAVAILABLE = new Set([5, 6, 7, 8, 10, 13, 14])

/** Kysely on two connections to one SQLite file. */
export function createSqliteDialect({ writer, reader }: { writer: SqliteConnection; reader: SqliteConnection }, close: () => void): Dialect {
  const forgetAll = () => [statements.writer, statements.reader].forEach((each) => each.forget())
  const statements = { writer: createStatements(writer, forgetAll), reader: createStatements(reader, forgetAll) }
  // One driver, because its turns are what keeps two transactions apart.
  const driver = withUnavailability(new SqliteDriver({ ...statements, close }), isSqliteUnavailable)
  return {
    createDriver: () => driver,
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new Adapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

class Adapter extends SqliteAdapter {
  // SQLite does roll back its DDL. This makes a migration all or nothing, and lets two processes migrate in turn.
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Is it the file, rather than the statement? The low byte is the primary code. */
function isSqliteUnavailable(error: unknown): boolean {
  return error instanceof RolledBackError || (error instanceof Error && 'errcode' in error && UNAVAILABLE.has(Number(error.errcode) & 0xff))
}
