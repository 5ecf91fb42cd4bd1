import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { SqliteDriver } from './sqlite-driver.ts'
import type { SqliteConnection } from './sqlite-library.ts'
import { createStatements } from './sqlite-statements.ts'

/** Kysely on two connections to one SQLite file. */
export function createSqliteDialect({ writer, reader }: { writer: SqliteConnection; reader: SqliteConnection }, close: () => void): Dialect {
  const forgetAll = () => [statements.writer, statements.reader].forEach((each) => each.forget())
  const statements = { writer: createStatements(writer, forgetAll), reader: createStatements(reader, forgetAll) }
  // One driver, because its turns are what keeps two transactions apart.
  const driver = new SqliteDriver({ ...statements, close })
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
