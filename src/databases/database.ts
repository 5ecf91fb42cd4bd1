import type { Dialect } from 'kysely'

/** An open database; hand its dialect to Kysely. */
export interface Database {
  /** As named in logs, such as `sqlite`. */
  readonly name: string

  /** Every Kysely made from it shares one set of connections, which `close`, or `destroy` of any of them, ends. */
  readonly dialect: Dialect

  /** To be called when the tables are up to date: from here on it is used for short transactions alone. */
  afterMigration?(): void

  /** Asks the database for its own clock, in epoch seconds. */
  now(): Promise<number>

  /** Ends the connections; the second time does nothing. */
  close(): Promise<void>
}

/** How one kind of database is opened. */
export interface DatabaseOpener {
  readonly name: string

  /** Shown to an operator whose URL fits nothing. */
  readonly example: string

  /** URL schemes with their colon, such as `file:`. */
  readonly schemes: readonly string[]

  /** Opens the database, or throws an error that names DATABASE_URL and never shows its password. */
  open(url: string): Promise<Database>
}
