import type { Database, DatabaseOpener } from './database.ts'
import { postgres } from './postgres.ts'
import { sqlite } from './sqlite.ts'

export type { Database, DatabaseOpener } from './database.ts'
export { DatabaseUnavailableError } from './unavailable.ts'

/** Every database that can be used. */
export const databases: readonly DatabaseOpener[] = [sqlite, postgres]

/** Opens the database that a URL names by its scheme. */
export async function openDatabase(url: string): Promise<Database> {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase()
  const opener = databases.find(({ schemes }) => scheme !== undefined && schemes.includes(scheme))
  if (opener === undefined) {
    // The rest of the URL may hold a password.
    const given = scheme === undefined ? 'has no scheme' : `begins with ${scheme}`
    throw new Error(`DATABASE_URL ${given}; use ${databases.map(({ example }) => example).join(' or ')}`)
  }
  return opener.open(url)
}
