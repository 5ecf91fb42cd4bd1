import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely'
import type { SqliteStatements } from './sqlite-statements.ts'

/** Transactions that one COMMIT will make durable. */
interface Group {
  committed: Promise<void>
  resolve(): void
  reject(error: unknown): void
}

/**
 * One connection that writes and one that reads.
 *
 * Writing takes turns. Transactions that come in the same moment share one
 * COMMIT, because waiting for the disk is most of what each of them costs.
 * Each is a savepoint of its own, kept or rolled back alone, and hears that it
 * is committed only after the COMMIT. Until then nobody else reads what it
 * wrote: outside of transactions, selecting is the other connection's.
 */
export class SqliteDriver implements Driver {
  readonly #writer: SqliteStatements
  readonly #reader: SqliteStatements
  readonly #close: () => void
  readonly #turns = new Turns()
  #group: Group | null = null

  constructor(parts: { writer: SqliteStatements; reader: SqliteStatements; close(): void }) {
    this.#writer = parts.writer
    this.#reader = parts.reader
    this.#close = parts.close
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    return new Connection(this)
  }

  async beginTransaction(connection: Connection, { accessMode }: TransactionSettings): Promise<void> {
    const leave = await this.#turns.take()
    try {
      if (accessMode === 'read only') {
        this.#commitGroup()
        this.#writer.run('begin')
      } else {
        this.#joinGroup()
      }
    } catch (error) {
      leave()
      throw error
    }
    connection.transaction = { isAlone: accessMode === 'read only', leave }
  }

  async commitTransaction(connection: Connection): Promise<void> {
    if (connection.transaction === null) throw new Error('there is no transaction to commit')
    const { isAlone, leave } = connection.transaction
    if (isAlone) {
      this.#writer.run('commit')
    } else {
      this.#refuseIfUndone()
      this.#writer.run('release one')
    }
    connection.transaction = null
    const group = this.#group
    leave()
    if (!isAlone) await group?.committed
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    if (connection.transaction === null) return // it was the COMMIT that failed
    const { isAlone, leave } = connection.transaction
    connection.transaction = null
    try {
      if (isAlone) {
        this.#writer.run('rollback')
      } else {
        this.#refuseIfUndone()
        this.#writer.run('rollback to one')
        this.#writer.run('release one')
      }
    } finally {
      leave()
    }
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#close()
  }

  /** Carries out a statement that a connection was given. */
  async execute<Row>(connection: Connection, query: CompiledQuery): Promise<QueryResult<Row>> {
    if (connection.transaction !== null) return this.#writer.execute(query)
    if (query.query.kind === 'SelectQueryNode') return this.#reader.execute(query)
    const leave = await this.#turns.take()
    try {
      this.#commitGroup()
      return this.#writer.execute(query)
    } finally {
      leave()
    }
  }

  iterate(connection: Connection, query: CompiledQuery): IterableIterator<unknown> {
    return (connection.transaction === null ? this.#reader : this.#writer).iterate(query)
  }

  #joinGroup(): void {
    if (this.#group === null) {
      // A transaction that reads first and then writes would fail at the write if another process wrote in between.
      this.#writer.run('begin immediate')
      const group = newGroup()
      this.#group = group
      // By then, all that came together has joined.
      setImmediate(() => void this.#endGroup(group))
    }
    this.#refuseIfUndone()
    this.#writer.run('savepoint one')
  }

  async #endGroup(group: Group): Promise<void> {
    const leave = await this.#turns.take()
    if (this.#group === group) this.#commitGroup()
    leave()
  }

  #commitGroup(): void {
    const group = this.#group
    if (group === null) return
    this.#group = null
    try {
      this.#writer.run('commit')
      group.resolve()
    } catch (error) {
      if (this.#writer.isTransaction()) this.#writer.run('rollback')
      group.reject(error)
    }
  }

  /** A full disk makes SQLite roll back the whole transaction: then nobody's part of it stands. */
  #refuseIfUndone(): void {
    if (this.#writer.isTransaction()) return
    const error = new Error('SQLite rolled the transaction back')
    this.#group?.reject(error)
    this.#group = null
    throw error
  }
}

/** What Kysely is handed; it writes only while its transaction has the turn. */
class Connection implements DatabaseConnection {
  readonly #driver: SqliteDriver
  transaction: { isAlone: boolean; leave(): void } | null = null

  constructor(driver: SqliteDriver) {
    this.#driver = driver
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#driver.execute(this, query)
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    for (const row of this.#driver.iterate(this, query)) yield { rows: [row as Row] }
  }
}

/** First come, first served. */
class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Resolves, when it is this caller's turn, to what ends it. */
  async take(): Promise<() => void> {
    const before = this.#last
    let leave = () => {}
    this.#last = new Promise((resolve) => {
      leave = resolve
    })
    await before
    return leave
  }
}

function newGroup(): Group {
  let resolve = () => {}
  let reject: Group['reject'] = () => {}
  const committed = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  // Where all of its transactions were rolled back, nobody listens.
  committed.catch(() => {})
  return { committed, resolve, reject }
}
