import type { CompiledQuery, QueryResult } from 'kysely'
import type { SqliteConnection, SqliteStatement, SqliteValue } from './sqlite-library.ts'

const CACHED_STATEMENTS = 500

/** What a connection can do, each SQL text prepared once. */
export interface SqliteStatements {
  run(sql: string): void
  execute<Row>(query: CompiledQuery): QueryResult<Row>
  iterate(query: CompiledQuery): IterableIterator<unknown>
  isTransaction(): boolean
  /** After a change of the schema: Node 22 answers once more with the old columns. */
  forget(): void
}

/** @param schemaChanged - called where a statement may have changed the schema */
export function createStatements(connection: SqliteConnection, schemaChanged: () => void): SqliteStatements {
  const cache = new Map<string, Prepared>() // oldest first

  function prepare(sql: string): Prepared {
    const prepared = cache.get(sql) ?? remember(sql)
    if (prepared.mayChangeSchema) schemaChanged()
    return prepared
  }

  // In the order they came: to prepare a statement again now and then costs less than to keep count of each use.
  function remember(sql: string): Prepared {
    const prepared = newlyPrepared(connection, sql)
    cache.set(sql, prepared)
    if (cache.size > CACHED_STATEMENTS) cache.delete(cache.keys().next().value ?? sql)
    return prepared
  }

  return {
    run: (sql) => void prepare(sql).statement.run(),

    execute<Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> {
      const { statement, isReader } = prepare(sql)
      const values = parameters.map(bindable)
      if (isReader) return { rows: statement.all(...values) as Row[] }
      const { changes, lastInsertRowid } = statement.run(...values)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    },

    // A stream stays open while other queries run, so it cannot share the cached statement.
    iterate: ({ sql, parameters }) => connection.prepare(sql).iterate(...parameters.map(bindable)),

    isTransaction: () => connection.isOpen && connection.isTransaction,
    forget: () => cache.clear(),
  }
}

interface Prepared {
  statement: SqliteStatement
  isReader: boolean
  mayChangeSchema: boolean
}

function newlyPrepared(connection: SqliteConnection, sql: string): Prepared {
  const statement = connection.prepare(sql)
  return { statement, isReader: statement.columns().length > 0, mayChangeSchema: /^(create|alter|drop|rollback)\b/i.test(sql) }
}

/** The library's own message has no type, and it takes an object for named parameters. */
function bindable(value: unknown, index: number): SqliteValue {
  if (typeof value === 'string' || typeof value === 'number' || value === null || typeof value === 'bigint' || value instanceof Uint8Array) return value
  const given = typeof value === 'boolean' ? 'a boolean; use 0 or 1' : typeof value
  throw new TypeError(`SQL parameter ${index + 1} is ${given}`)
}
