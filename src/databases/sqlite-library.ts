/** What is used of `node:sqlite`, whose types come only with a newer Node. */
export interface SqliteConnection {
  readonly isOpen: boolean
  readonly isTransaction: boolean
  exec(sql: string): void
  prepare(sql: string): SqliteStatement
  close(): void
}

/** A prepared statement. */
export interface SqliteStatement {
  all(...parameters: SqliteValue[]): Record<string, unknown>[]
  run(...parameters: SqliteValue[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  iterate(...parameters: SqliteValue[]): IterableIterator<Record<string, unknown>>
  columns(): unknown[]
}

/** What SQLite can store. */
export type SqliteValue = null | number | bigint | string | Uint8Array

interface SqliteLibrary {
  DatabaseSync: new (path: string) => SqliteConnection
  StatementSync?: { prototype: object }
}

/** Loads Node's own SQLite, or the package with the same interface where Node has none, or one without `columns()` (before 22.16). */
export async function loadSqlite(): Promise<SqliteLibrary> {
  const own = process.getBuiltinModule('node:sqlite') as SqliteLibrary | undefined
  if (own?.StatementSync !== undefined && 'columns' in own.StatementSync.prototype) return own
  return (await import('@photostructure/sqlite')) as unknown as SqliteLibrary
}
