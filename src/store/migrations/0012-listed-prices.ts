import type { Kysely } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.

/** What a text costs by the operator's own list, until its provider tells what it charged. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('nightlatch_sms_delivery').addColumn('price_micros', 'bigint').execute()
  await db.schema.alterTable('nightlatch_sms_day').addColumn('listed', 'bigint', (c) => c.notNull().defaultTo(0)).execute()
}
