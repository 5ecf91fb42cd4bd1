import type { Kysely } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('nightlatch_user').addColumn('recovery_pass_until', 'bigint').execute()
  await db.schema.alterTable('nightlatch_user').addColumn('reminded_at', 'bigint').execute()
  await db.schema
    .createTable('nightlatch_recovery_pass')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('organization_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('sealed_hash', 'text', (c) => c.notNull())
    .addColumn('issued_by', 'text', (c) => c.notNull())
    .addColumn('issued_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .addForeignKeyConstraint('nightlatch_recovery_pass_user', ['organization_id', 'user_id'], 'nightlatch_user', ['organization_id', 'id'])
    .execute()
  await db.schema
    .createIndex('nightlatch_recovery_pass_of_user')
    .on('nightlatch_recovery_pass')
    .columns(['organization_id', 'user_id', 'expires_at'])
    .execute()
}
