import { type ColumnDefinitionBuilder, type CreateTableBuilder, type Kysely, sql } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.
// Every index that serves an organization's rows begins with organization_id.

/** The first tables. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await organizations(db)
  await users(db)
  await secondSteps(db)
  await sessions(db)
  await journals(db)
}

async function organizations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('nightlatch_organization')
    .addColumn('id', 'text', primary)
    .addColumn('name', 'text', required)
    .addColumn('country', 'text', required)
    .addColumn('time_zone', 'text', required)
    .addColumn('locale', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .execute()

  for (const [table, key] of [
    ['nightlatch_policy', ['organization_id']],
    ['nightlatch_policy_history', ['organization_id', 'version']],
  ] as const) {
    await db.schema
      .createTable(table)
      .addColumn('organization_id', 'text', ofOrganization)
      .addColumn('version', 'bigint', required)
      .addColumn('required_since', 'bigint')
      .addColumn('requirement_changed_at', 'bigint')
      .addColumn('requirement_changed_by', 'text')
      .addColumn('grace_days', 'bigint', required)
      .addColumn('allowed_methods', 'text', required) // JSON
      .addColumn('trust_days', 'bigint', required)
      .addColumn('always_required_trust_days', 'bigint')
      .addColumn('confirm_set_up_by_email', 'text', required)
      .addColumn('saved_at', 'bigint', required)
      .addColumn('saved_by', 'text')
      .addPrimaryKeyConstraint(`${table}_pkey`, [...key])
      .execute()
  }

  await db.schema
    .createTable('nightlatch_role')
    .addColumn('organization_id', 'text', ofOrganization)
    .addColumn('id', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('rank', 'bigint', required)
    .addColumn('may_administer', 'bigint', required) // 0 or 1
    .addColumn('always_requires', 'bigint', required) // 0 or 1
    .addPrimaryKeyConstraint('nightlatch_role_pkey', ['organization_id', 'id'])
    .execute()
}

async function users(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('nightlatch_user')
    .addColumn('id', 'text', primary)
    .addColumn('organization_id', 'text', ofOrganization)
    .addColumn('name', 'text', required)
    .addColumn('user_name', 'text', required)
    .addColumn('user_name_key', 'text', (c) => c.notNull().unique())
    .addColumn('email', 'text')
    .addColumn('email_key', 'text', (c) => c.unique())
    .addColumn('password_epoch', 'bigint', required)
    .addColumn('factor_epoch', 'bigint', required)
    .addColumn('enrolled_at', 'bigint')
    .addColumn('grace_starts_at', 'bigint', required)
    .addColumn('exempt_until', 'bigint')
    .addColumn('backup_codes_saved_at', 'bigint')
    .addColumn('last_sign_in_at', 'bigint')
    .addColumn('deactivated_at', 'bigint')
    .addColumn('created_at', 'bigint', required)
    // What the foreign keys of a user's rows point at: no row can name a user of another organization.
    .addUniqueConstraint('nightlatch_user_organization_id_key', ['organization_id', 'id'])
    .execute()

  await owned(db, 'nightlatch_user_role')
    .addColumn('role_id', 'text', required)
    .addPrimaryKeyConstraint('nightlatch_user_role_pkey', ['organization_id', 'user_id', 'role_id'])
    .addForeignKeyConstraint('nightlatch_user_role_role_fkey', ['organization_id', 'role_id'], 'nightlatch_role', ['organization_id', 'id'])
    .execute()
  await index(db, 'nightlatch_user_role', ['organization_id', 'role_id'])

  await owned(db, 'nightlatch_password')
    .addColumn('hash', 'text', required) // Argon2id
    .addColumn('changed_at', 'bigint', required)
    .addPrimaryKeyConstraint('nightlatch_password_pkey', ['organization_id', 'user_id'])
    .execute()

  await db.schema
    .createTable('nightlatch_password_try')
    .addColumn('key', 'text', primary) // keyed hash of a place or of an account
    .addColumn('count', 'bigint', required)
    .addColumn('window_started_at', 'bigint', required)
    .addColumn('wait_until', 'bigint', required)
    .execute()
  await index(db, 'nightlatch_password_try', ['window_started_at'])
}

async function secondSteps(db: Kysely<unknown>): Promise<void> {
  await owned(db, 'nightlatch_authenticator')
    .addColumn('id', 'text', primary)
    .addColumn('method', 'text', required)
    .addColumn('label', 'text', required)
    .addColumn('sealed_secret', 'text', required) // bound to organization, user and this row
    .addColumn('data', 'text', required) // JSON, the method's own
    .addColumn('last_counter', 'bigint', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('last_used_at', 'bigint')
    .addUniqueConstraint('nightlatch_authenticator_label_key', ['organization_id', 'user_id', 'method', 'label'])
    .execute()

  await owned(db, 'nightlatch_backup_code')
    .addColumn('id', 'text', primary)
    .addColumn('sealed_hash', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('used_at', 'bigint')
    .execute()
  await index(db, 'nightlatch_backup_code', ['organization_id', 'user_id'])

  await owned(db, 'nightlatch_challenge')
    .addColumn('id', 'text', primary)
    .addColumn('purpose', 'text', required)
    .addColumn('token_hash', 'text')
    .addColumn('bound_to', 'text')
    .addColumn('method', 'text')
    .addColumn('candidate', 'text') // JSON
    .addColumn('candidate_data', 'text') // JSON
    .addColumn('code_hash', 'text')
    .addColumn('code_expires_at', 'bigint')
    .addColumn('code_sent_at', 'bigint')
    .addColumn('sends', 'bigint', required)
    .addColumn('delivery', 'text', required)
    .addColumn('attempts_left', 'bigint', required)
    .addColumn('because', 'text')
    .addColumn('known_device_id', 'text')
    .addColumn('email_confirmed_at', 'bigint')
    .addColumn('amr', 'text', required) // JSON
    .addColumn('return_to', 'text', required)
    .addColumn('password_epoch', 'bigint', required)
    .addColumn('factor_epoch', 'bigint', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('consumed_at', 'bigint')
    // One pending thing of a kind for a session or a set-up; those found by a cookie have no bound_to.
    .addUniqueConstraint('nightlatch_challenge_bound_key', ['organization_id', 'user_id', 'bound_to', 'purpose'])
    .execute()
  await index(db, 'nightlatch_challenge', ['organization_id', 'expires_at'])

  await owned(db, 'nightlatch_guard')
    .addColumn('known_failures', 'bigint', required)
    .addColumn('known_wait_until', 'bigint', required)
    .addColumn('other_failures', 'bigint', required)
    .addColumn('other_wait_until', 'bigint', required)
    .addColumn('day_started_at', 'bigint', required)
    .addColumn('day_failures', 'bigint', required)
    .addColumn('locked_at', 'bigint')
    .addColumn('backup_hour_started_at', 'bigint', required)
    .addColumn('backup_tries', 'bigint', required)
    .addPrimaryKeyConstraint('nightlatch_guard_pkey', ['organization_id', 'user_id'])
    .execute()

  await owned(db, 'nightlatch_device')
    .addColumn('id', 'text', primary)
    .addColumn('token_hash', 'text', required)
    .addColumn('agent', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('known_at', 'bigint', required)
    .addColumn('trusted_at', 'bigint')
    .addColumn('trusted_until', 'bigint')
    .addColumn('trust_ended_because', 'text')
    .addColumn('password_epoch', 'bigint', required)
    .addColumn('factor_epoch', 'bigint', required)
    .addColumn('last_used_at', 'bigint', required)
    .execute()
  await index(db, 'nightlatch_device', ['organization_id', 'user_id', 'token_hash'])
}

async function sessions(db: Kysely<unknown>): Promise<void> {
  await owned(db, 'nightlatch_session')
    .addColumn('id', 'text', primary)
    .addColumn('token_hash', 'text', required)
    .addColumn('amr', 'text', required) // JSON
    .addColumn('password_epoch', 'bigint', required)
    .addColumn('factor_epoch', 'bigint', required)
    .addColumn('address', 'text', required)
    .addColumn('agent', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('last_seen_at', 'bigint', required)
    .execute()
  await index(db, 'nightlatch_session', ['organization_id', 'user_id'])
  await index(db, 'nightlatch_session', ['organization_id', 'expires_at'])

  await owned(db, 'nightlatch_step_up')
    .addColumn('session_id', 'text', primary) // perhaps a host's: no foreign key
    .addColumn('proved_at', 'bigint', required)
    .execute()
  await index(db, 'nightlatch_step_up', ['organization_id', 'proved_at'])

  await db.schema
    .createTable('nightlatch_one_time_token')
    .addColumn('id', 'text', primary)
    .addColumn('purpose', 'text', required)
    .addColumn('organization_id', 'text', (c) => c.references('nightlatch_organization.id'))
    .addColumn('user_id', 'text', (c) => c.references('nightlatch_user.id'))
    .addColumn('token_hash', 'text', required)
    .addColumn('data', 'text', required) // JSON
    .addColumn('expires_at', 'bigint', required)
    .addColumn('used_at', 'bigint')
    .execute()
  await index(db, 'nightlatch_one_time_token', ['organization_id', 'user_id', 'purpose'])
  await index(db, 'nightlatch_one_time_token', ['organization_id', 'expires_at'])
}

async function journals(db: Kysely<unknown>): Promise<void> {
  await owned(db, 'nightlatch_sms_delivery')
    .addColumn('id', 'text', primary)
    .addColumn('destination_hash', 'text', required)
    .addColumn('sent_at', 'bigint', required)
    .execute()
  await index(db, 'nightlatch_sms_delivery', ['organization_id', 'user_id', 'sent_at'])
  await index(db, 'nightlatch_sms_delivery', ['organization_id', 'destination_hash', 'sent_at'])
  await index(db, 'nightlatch_sms_delivery', ['organization_id', 'sent_at'])

  await db.schema
    .createTable('nightlatch_audit_event')
    .addColumn('id', 'text', primary)
    .addColumn('organization_id', 'text', (c) => c.references('nightlatch_organization.id'))
    .addColumn('at', 'bigint', required)
    .addColumn('action', 'text', required)
    .addColumn('result', 'text', required)
    .addColumn('actor_id', 'text')
    .addColumn('subject_id', 'text')
    .addColumn('method', 'text')
    .addColumn('detail', 'text', required) // JSON
    .addColumn('address', 'text', required)
    .addColumn('agent', 'text', required)
    .execute()
  await index(db, 'nightlatch_audit_event', ['organization_id', 'id'])
  await index(db, 'nightlatch_audit_event', ['organization_id', 'subject_id', 'id'])

  await owned(db, 'nightlatch_outbox')
    .addColumn('id', 'text', primary)
    .addColumn('event', 'text', required)
    .addColumn('recipient', 'text', required)
    .addColumn('data', 'text', required) // JSON
    .addColumn('created_at', 'bigint', required)
    .addColumn('attempts', 'bigint', required)
    .addColumn('next_attempt_at', 'bigint') // null: sent, or given up
    .addColumn('sent_at', 'bigint')
    .addColumn('dead_at', 'bigint')
    .execute()
  // The exception: one sender serves all organizations, and only what is waiting is in this index.
  await db.schema
    .createIndex('nightlatch_outbox_due_idx')
    .on('nightlatch_outbox')
    .column('next_attempt_at')
    .where(sql.ref('next_attempt_at'), 'is not', null)
    .execute()
}

const primary = (column: ColumnDefinitionBuilder) => column.primaryKey().notNull()
const required = (column: ColumnDefinitionBuilder) => column.notNull()
const ofOrganization = (column: ColumnDefinitionBuilder) => column.notNull().references('nightlatch_organization.id')

/** A table of a user's rows. */
function owned(db: Kysely<unknown>, table: string): CreateTableBuilder<string, 'organization_id' | 'user_id'> {
  return db.schema
    .createTable(table)
    .addColumn('organization_id', 'text', required)
    .addColumn('user_id', 'text', required)
    .addForeignKeyConstraint(`${table}_user_fkey`, ['organization_id', 'user_id'], 'nightlatch_user', ['organization_id', 'id'])
}

async function index(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  const name = `${table}_${columns.filter((column) => column !== 'organization_id').join('_')}_idx`
  await db.schema.createIndex(name).on(table).columns(columns).execute()
}
