import type { Kysely } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.

export async function up(db: Kysely<unknown>): Promise<void> {
  // What the server that writes an audit row signs it with. Rows that are there already have none.
  await db.schema.alterTable('nightlatch_audit_event').addColumn('mac', 'text').execute()
  await db.schema.alterTable('nightlatch_audit_event').addColumn('mac_key_id', 'text').execute()

  // What an administrator asked for, and how far it is.
  await db.schema
    .createTable('nightlatch_reminder')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('organization_id', 'text', (c) => c.notNull().references('nightlatch_organization.id'))
    .addColumn('actor_id', 'text', (c) => c.notNull())
    .addColumn('view', 'text', (c) => c.notNull()) // JSON: whom the list showed
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('agent', 'text', (c) => c.notNull())
    .addColumn('asked_at', 'bigint', (c) => c.notNull())
    .addColumn('stage', 'bigint', (c) => c.notNull()) // which of the statuses that it concerns
    .addColumn('after', 'text') // the key in the list of that status; null: from its first page
    .addColumn('sent', 'bigint', (c) => c.notNull())
    .addColumn('finished_at', 'bigint')
    .execute()
  await db.schema.createIndex('nightlatch_reminder_organization_idx').on('nightlatch_reminder').columns(['organization_id', 'finished_at']).execute()
}
