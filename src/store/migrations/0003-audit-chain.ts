import { type Kysely, sql } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.
// Every index that serves an organization's rows begins with organization_id.

/** The places of audit rows in their chains, the ends of the chains, and the lease of who seals. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // All null: not sealed yet.
  await db.schema.alterTable('nightlatch_audit_event').addColumn('sequence', 'bigint').execute()
  await db.schema.alterTable('nightlatch_audit_event').addColumn('previous_hash', 'text').execute()
  await db.schema.alterTable('nightlatch_audit_event').addColumn('hash', 'text').execute()
  await db.schema.alterTable('nightlatch_audit_event').addColumn('key_id', 'text').execute()
  await db.schema
    .createIndex('nightlatch_audit_event_sequence_key')
    .unique()
    .on('nightlatch_audit_event')
    .columns(['organization_id', 'sequence'])
    .execute()
  // Nulls differ in a unique index, so the rows of no organization need one of their own.
  await db.schema
    .createIndex('nightlatch_audit_event_unowned_sequence_key')
    .unique()
    .on('nightlatch_audit_event')
    .column('sequence')
    .where(sql.ref('organization_id'), 'is', null)
    .execute()
  await db.schema
    .createIndex('nightlatch_audit_event_unsealed_idx')
    .on('nightlatch_audit_event')
    .columns(['organization_id', 'id'])
    .where(sql.ref('sequence'), 'is', null)
    .execute()

  await db.schema
    .createTable('nightlatch_audit_chain')
    .addColumn('organization_id', 'text', (c) => c.primaryKey().notNull()) // '' for the rows of no organization: no foreign key
    .addColumn('head_sequence', 'bigint', (c) => c.notNull())
    .addColumn('head_hash', 'text', (c) => c.notNull())
    .addColumn('head_key_id', 'text', (c) => c.notNull())
    .addColumn('head_mac', 'text', (c) => c.notNull())
    // The last link that retention removed; null: none yet.
    .addColumn('start_sequence', 'bigint')
    .addColumn('start_hash', 'text')
    .addColumn('start_key_id', 'text')
    .addColumn('start_mac', 'text')
    .execute()

  await db.schema
    .createTable('nightlatch_lease')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
}
