import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely'
import type { SqliteStatements } from './sqlite-statements.ts'

/** SQLite gave the whole transaction up, as it does where the disk is full. */
export class RolledBackError extends Error {
  override readonly name = 'RolledBackError'

  constructor() {
    super('SQLite rolled the transaction back')
  }
}

/** Transactions that one COMMIT will make durable. */
interface Group {
  committed: Promise<void>
  resolve(): void
  reject(error: unknown): void
}

/**
 * One connection that writes and one that reads.
 *
 * Writing takes turns. Transactions that come in the same moment run one after
 * the other and share one COMMIT, because waiting for the disk is most of what
 * each of them costs. Each is a savepoint of its own, kept or rolled back
 * alone, and hears that it is committed only after the COMMIT. Until then
 * nobody else reads what it wrote: outside of transactions, selecting is the
 * other connection's.
 */
export class SqliteDriver implements Driver {
  readonly #writer: SqliteStatements
  readonly #reader: SqliteStatements
  readonly #close: () => void
  readonly #turns = new Turns()
  #gathering: Promise<void> | null = null
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
    const isAlone = accessMode === 'read only'
    if (!isAlone) await this.#gathered()
    const leave = await this.#turns.take()
    try {
      if (isAlone) {
        this.#commitGroup()
        this.#writer.run('begin')
      } else {
        this.#joinGroup()
      }
    } catch (error) {
      this.#leave(leave)
      throw error
    }
    connection.transaction = { isAlone, leave }
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
    this.#leave(leave)
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
      this.#leave(leave)
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

  /**
   * Resolves once everything that comes in this moment has come. Waiting before
   * the group begins, rather than with it open, keeps the database's lock from
   * being held while other code of this process runs.
   */
  #gathered(): Promise<void> {
    this.#gathering ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#gathering = null
        resolve()
      })
    })
    return this.#gathering
  }

  #joinGroup(): void {
    if (this.#group === null) {
      // A transaction that reads first and then writes would fail at the write if another process wrote in between.
      this.#writer.run('begin immediate')
      this.#group = newGroup()
    }
    this.#refuseIfUndone()
    this.#writer.run('savepoint one')
  }

  /** Gives the turn to whoever waits for it; the last of a group commits it. */
  #leave(leave: () => void): void {
    if (this.#turns.areOver()) this.#commitGroup()
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
    const error = new RolledBackError()
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
  #waiting = 0

  /** Resolves, when it is this caller's turn, to what ends it. */
  async take(): Promise<() => void> {
    const before = this.#last
    let leave = () => {}
    this.#last = new Promise((resolve) => {
      leave = resolve
    })
    this.#waiting++
    await before
    this.#waiting--
    return leave
  }

  /** True where nobody waits behind whoever has the turn. */
  areOver(): boolean {
    return this.#waiting === 0
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
