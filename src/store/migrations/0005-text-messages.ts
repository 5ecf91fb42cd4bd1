import { type Kysely, sql } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.

/** What became of each text, which prefixes are stopped, and sums for the report. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('nightlatch_challenge').addColumn('limited_until', 'bigint').execute()
  await deliveries(db)
  await stops(db)
  await days(db)
}

async function deliveries(db: Kysely<unknown>): Promise<void> {
  const table = 'nightlatch_sms_delivery'
  // SQLite adds one column a statement. What is there already was sent, to numbers that were proved.
  for (const [name, initial] of [
    ['channel', 'sms'],
    ['pool', 'proved'],
    ['country', ''],
    ['prefix_hash', ''],
    ['address_hash', ''],
    ['state', 'sent'],
  ] as const) {
    await db.schema.alterTable(table).addColumn(name, 'text', (c) => c.notNull().defaultTo(initial)).execute()
  }
  for (const name of ['challenge_id', 'provider', 'provider_message_id', 'failure', 'cost_currency']) {
    await db.schema.alterTable(table).addColumn(name, 'text').execute()
  }
  for (const name of ['segments', 'cost_micros', 'used_at']) {
    await db.schema.alterTable(table).addColumn(name, 'bigint').execute()
  }
  await db.schema.createIndex(`${table}_challenge`).on(table).columns(['organization_id', 'challenge_id']).execute()
  await db.schema.createIndex(`${table}_prefix`).on(table).columns(['organization_id', 'prefix_hash', 'pool', 'sent_at']).execute()
  await db.schema.createIndex(`${table}_pool`).on(table).columns(['organization_id', 'pool', 'sent_at']).execute()
  await unused('pool', ['organization_id', 'pool', 'sent_at'])
  await unused('address', ['organization_id', 'address_hash', 'pool', 'sent_at'])

  async function unused(name: string, columns: string[]): Promise<void> {
    const index = db.schema.createIndex(`${table}_unused_${name}`).on(table).columns(columns)
    await index.where(sql.ref('used_at'), 'is', null).execute()
  }
}

async function stops(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('nightlatch_sms_lock')
    .addColumn('organization_id', 'text', (c) => c.primaryKey().references('nightlatch_organization.id'))
    .addColumn('reservations', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('nightlatch_sms_stop')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('organization_id', 'text', (c) => c.notNull().references('nightlatch_organization.id'))
    .addColumn('prefix_hash', 'text', (c) => c.notNull())
    .addColumn('pool', 'text', (c) => c.notNull())
    .addColumn('country', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('why', 'text', (c) => c.notNull())
    .addColumn('texts', 'bigint', (c) => c.notNull())
    .addColumn('used', 'bigint', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('lifted_at', 'bigint')
    .addColumn('lifted_by', 'text')
    .execute()
  await db.schema.createIndex('nightlatch_sms_stop_since').on('nightlatch_sms_stop').columns(['organization_id', 'since']).execute()
  await db.schema
    .createIndex('nightlatch_sms_stop_open')
    .unique()
    .on('nightlatch_sms_stop')
    .columns(['organization_id', 'prefix_hash', 'pool'])
    .where(sql.ref('lifted_at'), 'is', null)
    .execute()
}

async function days(db: Kysely<unknown>): Promise<void> {
  const table = db.schema
    .createTable('nightlatch_sms_day')
    .addColumn('organization_id', 'text', (c) => c.notNull().references('nightlatch_organization.id'))
    .addColumn('day', 'bigint', (c) => c.notNull())
    .addColumn('country', 'text', (c) => c.notNull())
    .addColumn('provider', 'text', (c) => c.notNull())
    .addColumn('currency', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('nightlatch_sms_day_pkey', ['organization_id', 'day', 'country', 'provider', 'currency'])
  const sums = ['sent', 'delivered', 'used', 'failed', 'refused', 'segments', 'cost_micros', 'charged']
  await sums.reduce((t, name) => t.addColumn(name, 'bigint', (c) => c.notNull().defaultTo(0)), table).execute()
}
