import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely'

/**
 * The database can't do this now: it does not answer, it is full or locked, or
 * all of its connections are taken. Whether a commit was made is not known.
 */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError'

  constructor(cause: unknown) {
    super('the database can not be used now', { cause })
  }
}

/** What each database says in its own way, said in one: its errors that pass come as `DatabaseUnavailableError`. */
export function withUnavailability(driver: Driver, isUnavailable: (error: unknown) => boolean): Driver {
  return new WatchedDriver(driver, (error) => (isUnavailable(error) ? new DatabaseUnavailableError(error) : error))
}

type Translate = (error: unknown) => unknown

class WatchedDriver implements Driver {
  readonly #driver: Driver
  readonly #translate: Translate

  constructor(driver: Driver, translate: Translate) {
    this.#driver = driver
    this.#translate = translate
  }

  init(): Promise<void> {
    return this.#driver.init()
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await translated(this.#driver.acquireConnection(), this.#translate)
    return new WatchedConnection(connection, this.#translate)
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return translated(this.#driver.beginTransaction(watched(connection), settings), this.#translate)
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return translated(this.#driver.commitTransaction(watched(connection)), this.#translate)
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return translated(this.#driver.rollbackTransaction(watched(connection)), this.#translate)
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#driver.releaseConnection(watched(connection))
  }

  destroy(): Promise<void> {
    return this.#driver.destroy()
  }
}

class WatchedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection
  readonly #translate: Translate

  constructor(inner: DatabaseConnection, translate: Translate) {
    this.inner = inner
    this.#translate = translate
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return translated(this.inner.executeQuery<Row>(query), this.#translate)
  }

  async *streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    try {
      yield* this.inner.streamQuery<Row>(query, chunkSize)
    } catch (error) {
      throw this.#translate(error)
    }
  }
}

/** The connection below the one that Kysely was handed. */
function watched(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof WatchedConnection ? connection.inner : connection
}

function translated<T>(work: Promise<T>, translate: Translate): Promise<T> {
  return work.catch((error: unknown) => {
    throw translate(error)
  })
}
