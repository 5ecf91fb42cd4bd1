import { type Kysely, sql } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.

/** What a start and the housekeeping ask about. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // What a key of this database opens, so that a wrong one is found at the start and not by a person.
  await db.schema
    .createTable('nightlatch_key_check')
    .addColumn('key_id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()

  // When a refusal was last written down: the audit log is not for a stranger to fill.
  await db.schema
    .createTable('nightlatch_refusal')
    .addColumn('organization_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('route', 'text', (c) => c.notNull())
    .addColumn('noted_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('nightlatch_refusal_pkey', ['organization_id', 'user_id', 'route'])
    .addForeignKeyConstraint('nightlatch_refusal_user_fkey', ['organization_id', 'user_id'], 'nightlatch_user', ['organization_id', 'id'])
    .execute()

  await db.schema.createIndex('nightlatch_device_last_used_at_idx').on('nightlatch_device').columns(['organization_id', 'last_used_at']).execute()
  await db.schema
    .createIndex('nightlatch_one_time_token_used_at_idx')
    .on('nightlatch_one_time_token')
    .columns(['organization_id', 'used_at'])
    .where(sql.ref('used_at'), 'is not', null)
    .execute()
}
