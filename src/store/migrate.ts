import { type Kysely, Migrator } from 'kysely'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'

/** Brings the tables up to date, waiting for another node that does it now. Returns what it carried out. */
export async function migrate(db: Kysely<Schema>): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'nightlatch_migration',
    migrationLockTableName: 'nightlatch_migration_lock',
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('the tables could not be brought up to date', { cause: error })
  return results.map(({ migrationName }) => migrationName)
}
