import { createHash } from 'node:crypto'
import { type Kysely, PostgresAdapter, sql } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.
// Every index that serves an organization's rows begins with organization_id.

const BATCH = 500

/** What administrators' lists are sorted, filtered and searched by, kept beside each user. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await tables(db)
  await fill(db as Kysely<Tables>)
  await indexes(db)
}

async function tables(db: Kysely<unknown>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  // SQLite compares bytes; PostgreSQL does so only where it is told to, and a range of words relies on it.
  const bytes = isPostgres ? sql`text collate "C"` : sql`text`
  const user = () => db.schema.alterTable('nightlatch_user')
  await user().addColumn('name_key', bytes, (c) => c.notNull().defaultTo('')).execute()
  await user().addColumn('cohort', 'text').execute()
  await user().addColumn('backup_codes_left', 'bigint', (c) => c.notNull().defaultTo(0)).execute()
  await user().addColumn('search_words', 'text', (c) => c.notNull().defaultTo('')).execute()
  await user().addColumn('set_up_during_sign_in_at', 'bigint').execute()

  await db.schema
    .createTable('nightlatch_cohort')
    .addColumn('organization_id', 'text', (c) => c.notNull().references('nightlatch_organization.id'))
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('methods', 'text', (c) => c.notNull()) // JSON, sorted
    .addColumn('role_ids', 'text', (c) => c.notNull()) // JSON, sorted
    .addColumn('is_new', 'bigint', (c) => c.notNull()) // 0 or 1
    .addPrimaryKeyConstraint('nightlatch_cohort_pkey', ['organization_id', 'id'])
    .execute()

  await db.schema
    .createTable('nightlatch_user_word')
    .addColumn('organization_id', 'text', (c) => c.notNull())
    .addColumn('word', bytes, (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('nightlatch_user_word_pkey', ['organization_id', 'word', 'user_id'])
    .addForeignKeyConstraint('nightlatch_user_word_user_fkey', ['organization_id', 'user_id'], 'nightlatch_user', ['organization_id', 'id'])
    .$call((table) => (isPostgres ? table : table.modifyEnd(sql`without rowid`)))
    .execute()
}

async function indexes(db: Kysely<unknown>): Promise<void> {
  // A range for each cohort in the order of each sort; what follows the sort is there so that the table need not be read.
  await index(db, 'nightlatch_user', 'name', ['cohort', 'name_key', 'grace_starts_at', 'exempt_until'])
  await index(db, 'nightlatch_user', 'codes', ['cohort', 'backup_codes_left', 'name_key', 'grace_starts_at', 'exempt_until'])
  await index(db, 'nightlatch_user', 'sign_in', ['cohort', 'last_sign_in_at', 'name_key', 'grace_starts_at', 'exempt_until'])
  // The few whom a time sets apart.
  await index(db, 'nightlatch_user', 'grace', ['cohort', 'grace_starts_at', 'name_key', 'backup_codes_left', 'exempt_until'])
  await db.schema
    .createIndex('nightlatch_user_exempt_idx')
    .on('nightlatch_user')
    .columns(['organization_id', 'cohort', 'exempt_until'])
    .where(sql.ref('exempt_until'), 'is not', null)
    .execute()

  // The log is read by time now, and no longer by id alone.
  await db.schema.dropIndex('nightlatch_audit_event_id_idx').execute()
  await index(db, 'nightlatch_audit_event', 'at', ['at', 'id'])
  // What every sign-in writes is found soon without an index, and would pay for one.
  await db.schema
    .createIndex('nightlatch_audit_event_action_idx')
    .on('nightlatch_audit_event')
    .columns(['organization_id', 'action', 'at', 'id'])
    .where(sql<boolean>`action not in ('sign-in.password-accepted', 'sign-in.completed', 'code.sent', 'code.accepted')`)
    .execute()
  // Most people act on themselves, and are found as the subject.
  await db.schema
    .createIndex('nightlatch_audit_event_actor_idx')
    .on('nightlatch_audit_event')
    .columns(['organization_id', 'actor_id', 'at', 'id'])
    .where(sql<boolean>`coalesce(subject_id, '') <> actor_id`)
    .execute()
}

async function index(db: Kysely<unknown>, table: string, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(`${table}_${name}_idx`).on(table).columns(['organization_id', ...columns]).execute()
}

interface Tables {
  nightlatch_user: {
    id: string
    organization_id: string
    name: string
    email: string | null
    deactivated_at: number | null
    name_key: string
    cohort: string | null
    backup_codes_left: number
    search_words: string
  }
  nightlatch_user_word: { organization_id: string; word: string; user_id: string }
  nightlatch_cohort: { organization_id: string; id: string; methods: string; role_ids: string; is_new: number }
  nightlatch_authenticator: { user_id: string; method: string }
  nightlatch_user_role: { user_id: string; role_id: string }
  nightlatch_backup_code: { user_id: string; used_at: number | null }
}

/** The users who are there already. */
export async function fill(db: Kysely<Tables>): Promise<void> {
  for (let after = ''; ; ) {
    const users = await db
      .selectFrom('nightlatch_user')
      .select(['id', 'organization_id', 'name', 'email', 'deactivated_at'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute()
    const last = users.at(-1)
    if (last === undefined) return
    after = last.id

    const ids = users.map(({ id }) => id)
    const methods = await db.selectFrom('nightlatch_authenticator').select(['user_id', 'method']).where('user_id', 'in', ids).execute()
    const roles = await db.selectFrom('nightlatch_user_role').select(['user_id', 'role_id']).where('user_id', 'in', ids).execute()
    const codes = await db.selectFrom('nightlatch_backup_code').select('user_id').where('user_id', 'in', ids).where('used_at', 'is', null).execute()
    for (const { id, organization_id, name, email, deactivated_at } of users) {
      const of = <Row extends { user_id: string }>(rows: Row[]) => rows.filter(({ user_id }) => user_id === id)
      const sets = {
        methods: JSON.stringify([...new Set(of(methods).map(({ method }) => method))].toSorted()),
        role_ids: JSON.stringify([...new Set(of(roles).map(({ role_id }) => role_id))].toSorted()),
        is_new: of(methods).length === 0 ? 1 : 0,
      }
      const cohort = createHash('sha256').update(`${sets.methods}${sets.role_ids}${sets.is_new}`).digest('base64url').slice(0, 16)
      const words = wordsOf(`${name} ${email ?? ''}`)
      await db.insertInto('nightlatch_cohort').values({ organization_id, id: cohort, ...sets }).onConflict((conflict) => conflict.doNothing()).execute()
      await db
        .updateTable('nightlatch_user')
        .set({
          name_key: `${firstOf(foldedText(name), 80)}\t${id}`,
          cohort: deactivated_at === null ? cohort : null,
          backup_codes_left: of(codes).length,
          search_words: words.join(' '),
        })
        .where('organization_id', '=', organization_id)
        .where('id', '=', id)
        .execute()
      if (words.length > 0) {
        await db.insertInto('nightlatch_user_word').values(words.map((word) => ({ organization_id, word, user_id: id }))).execute()
      }
    }
  }
}

function foldedText(text: string): string {
  return text.normalize('NFKD').replaceAll(/[\u0300-\u036F]/g, '').toLowerCase().normalize('NFC').replaceAll(/\s+/g, ' ').trim()
}

function wordsOf(text: string): string[] {
  const words = foldedText(text).split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
  return [...new Set(words.map((word) => firstOf(word, 40)))].slice(0, 30)
}

function firstOf(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('')
}
