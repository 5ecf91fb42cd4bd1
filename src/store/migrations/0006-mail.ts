import { type Kysely, sql } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.

/** Why mails were not delivered, the links to say "this wasn't me", and what follows from saying it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('nightlatch_outbox').addColumn('retried_at', 'bigint').execute()
  await db.schema.alterTable('nightlatch_outbox').addColumn('failure', 'text').execute()
  await db.schema.alterTable('nightlatch_outbox').addColumn('answer', 'text').execute()
  // One for the list of what could not be delivered, one for the removal of what was.
  for (const column of ['dead_at', 'sent_at']) {
    await db.schema
      .createIndex(`nightlatch_outbox_${column}_idx`)
      .on('nightlatch_outbox')
      .columns(['organization_id', column, 'id'])
      .where(sql.ref(column), 'is not', null)
      .execute()
  }
  // Of mails that were given up before there was a reason to keep.
  await sql`update nightlatch_outbox set failure = 'other', answer = '' where dead_at is not null`.execute(db)

  await db.schema.alterTable('nightlatch_one_time_token').addColumn('about', 'text').execute()
  await db.schema.alterTable('nightlatch_user').addColumn('reported_at', 'bigint').execute()
}
