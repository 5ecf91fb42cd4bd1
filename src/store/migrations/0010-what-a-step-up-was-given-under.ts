import type { Kysely } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.

export async function up(db: Kysely<unknown>): Promise<void> {
  // Step-ups from before count under no epoch: they are asked for once more.
  await db.schema
    .alterTable('nightlatch_step_up')
    .addColumn('factor_epoch', 'bigint', (c) => c.notNull().defaultTo(-1))
    .execute()
  await db.schema
    .alterTable('nightlatch_guard')
    .addColumn('told_at', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()
}
