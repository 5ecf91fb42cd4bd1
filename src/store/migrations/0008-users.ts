import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'

// Migrations are history: they import nothing of ours, and are never edited once released.
// Every index that serves an organization's rows begins with organization_id.

const BATCH = 500

/** Roles that administrators made always require it, deactivated users in lists of their own, files of users to come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('nightlatch_role').addColumn('always_required_since', 'bigint').execute() // null: as the role itself says
  await db.schema
    .createTable('nightlatch_role_change')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('organization_id', 'text', (c) => c.notNull().references('nightlatch_organization.id'))
    .addColumn('role_id', 'text', (c) => c.notNull())
    .addColumn('role_name', 'text', (c) => c.notNull()) // at that time
    .addColumn('is_required', 'bigint', (c) => c.notNull()) // 0 or 1
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_by', 'text') // null: the command line
    .execute()
  await db.schema.createIndex('nightlatch_role_change_idx').on('nightlatch_role_change').columns(['organization_id', 'id']).execute()

  await db.schema.alterTable('nightlatch_cohort').addColumn('is_active', 'bigint', (c) => c.notNull().defaultTo(1)).execute() // 0 or 1
  await listDeactivated(db as Kysely<Tables>)

  await db.schema
    .createTable('nightlatch_user_import')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('organization_id', 'text', (c) => c.notNull().references('nightlatch_organization.id'))
    .addColumn('user_id', 'text', (c) => c.notNull()) // who looks at it
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('nightlatch_user_import_idx').on('nightlatch_user_import').columns(['organization_id', 'expires_at']).execute()
}

interface Tables {
  nightlatch_user: { id: string; organization_id: string; deactivated_at: number | null; cohort: string | null }
  nightlatch_cohort: { organization_id: string; id: string; methods: string; role_ids: string; is_new: number; is_active: number }
  nightlatch_authenticator: { user_id: string; method: string }
  nightlatch_user_role: { user_id: string; role_id: string }
}

/** Deactivated users had no cohort, so that no list could show them. */
export async function listDeactivated(db: Kysely<Tables>): Promise<void> {
  for (;;) {
    const users = await db
      .selectFrom('nightlatch_user')
      .select(['id', 'organization_id'])
      .where('deactivated_at', 'is not', null)
      .where('cohort', 'is', null)
      .limit(BATCH)
      .execute()
    if (users.length === 0) return
    const ids = users.map(({ id }) => id)
    const methods = await db.selectFrom('nightlatch_authenticator').select(['user_id', 'method']).where('user_id', 'in', ids).execute()
    const roles = await db.selectFrom('nightlatch_user_role').select(['user_id', 'role_id']).where('user_id', 'in', ids).execute()
    for (const { id, organization_id } of users) {
      const of = <Row extends { user_id: string }>(rows: Row[]) => rows.filter(({ user_id }) => user_id === id)
      const sets = {
        methods: JSON.stringify([...new Set(of(methods).map(({ method }) => method))].toSorted()),
        role_ids: JSON.stringify([...new Set(of(roles).map(({ role_id }) => role_id))].toSorted()),
        is_new: 0,
        is_active: 0,
      }
      const cohort = createHash('sha256').update(`${sets.methods}${sets.role_ids}${sets.is_new} deactivated`).digest('base64url').slice(0, 16)
      await db.insertInto('nightlatch_cohort').values({ organization_id, id: cohort, ...sets }).onConflict((conflict) => conflict.doNothing()).execute()
      await db.updateTable('nightlatch_user').set({ cohort }).where('organization_id', '=', organization_id).where('id', '=', id).execute()
    }
  }
}
