import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database, DatabaseOpener } from './database.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'
import { loadSqlite } from './sqlite-library.ts'

const BUSY_MILLISECONDS = 5_000

/** One file, for one node. */
export const sqlite: DatabaseOpener = {
  name: 'sqlite',
  example: 'file:./data/nightlatch.db',
  schemes: ['file:'],

  async open(url): Promise<Database> {
    const path = pathOf(url)
    createPrivately(path)
    const { DatabaseSync } = await loadSqlite()
    const open = () => {
      const connection = new DatabaseSync(path)
      // Set first, so that the next lines already wait for another process.
      connection.exec(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}`)
      connection.exec('PRAGMA journal_mode = WAL')
      connection.exec('PRAGMA synchronous = FULL')
      connection.exec('PRAGMA foreign_keys = ON')
      return connection
    }
    const writer = open()
    const reader = open()
    reader.exec('PRAGMA query_only = ON')

    const close = () => {
      // The last to close the file tidies it up, which one that only reads may not.
      for (const connection of [reader, writer]) if (connection.isOpen) connection.close()
    }
    const clock = reader.prepare('SELECT unixepoch() AS now')

    return {
      name: 'sqlite',
      dialect: createSqliteDialect({ writer, reader }, close),
      close: async () => close(),
      // What a rolled back savepoint would need is kept in memory then, rather than written to a file, page after page.
      // Not before: a migration sorts and rewrites whole tables, which may be more than fits.
      afterMigration: () => writer.exec('PRAGMA temp_store = MEMORY'),
      now: async () => Number(clock.all()[0]?.['now']),
    }
  },
}

function pathOf(url: string): string {
  if (/[?#]/.test(url)) throw new Error('DATABASE_URL: a file: URL is a path only, without ? or #')
  const path = url.slice('file:'.length)
  if (path.startsWith('//')) return absolutePathOf(url)
  if (path === '' || path.startsWith(':')) throw new Error('DATABASE_URL names no file; use file:./data/nightlatch.db')
  return resolve(path)
}

function absolutePathOf(url: string): string {
  try {
    return fileURLToPath(url)
  } catch (cause) {
    throw new Error('DATABASE_URL: write a file as file:./relative/path or file:/absolute/path', { cause })
  }
}

/** What SQLite creates itself may be read by everyone on the machine; its -wal and -shm take the mode of the file. */
function createPrivately(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
  } catch (cause) {
    throw new Error(`DATABASE_URL: cannot write ${path}; choose a folder that this user may write to`, { cause })
  }
}
