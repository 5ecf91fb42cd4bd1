import { setImmediate } from 'node:timers/promises'
import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { SignEvent } from '../engine/audit-chain.ts'
import type { EpochSeconds, User } from '../engine/model.ts'
import { always, type Appliers, changesOne, type Tx } from './applier.ts'
import { insertAuditEvents } from './audit-events.ts'
import { saveCohort } from './cohorts.ts'
import { nameKeyOf, wordsOf } from './folded-text.ts'
import { createGuards } from './guards.ts'
import { insertNotices } from './outbox.ts'
import type { Schema } from './schema.ts'
import { userRow } from './users.ts'

const BATCH = 200 // rows a statement: SQLite takes 32,766 values

/** Files of users that somebody looks at. */
export function userImportQueries(db: Kysely<Schema>) {
  return {
    async findUserImport(organizationId: string, userId: string, id: string, now: EpochSeconds): Promise<string | null> {
      const row = await db
        .selectFrom('nightlatch_user_import')
        .select('source')
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row?.source ?? null
    },
  }
}

export function userImportAppliers(sign: SignEvent) {
  return {
    'user-import.keep': (tx, organizationId, { id, userId, source, expiresAt }) =>
      always(tx.insertInto('nightlatch_user_import').values({ id, organization_id: organizationId, user_id: userId, source, expires_at: expiresAt })),

    'user-import.take': (tx, organizationId, { id, userId, at }) =>
      changesOne(
        tx
          .deleteFrom('nightlatch_user_import')
          .where('organization_id', '=', organizationId)
          .where('user_id', '=', userId)
          .where('id', '=', id)
          .where('expires_at', '>', at),
      ),

    // What lists keep beside each user is written here with the rest, and not found out one by one after the commit.
    'users.add': async (tx, organizationId, { users, events, notices, at }) => {
      for (const [number, some] of [...batchesOf(users)].entries()) {
        if (!(await insertUsers(tx, organizationId, some, at))) return false
        if (number === 0 && users.length > BATCH) await learnSizes(tx)
        await setImmediate() // those who only read are served meanwhile
      }
      for (const some of batchesOf(users)) if (await areAmbiguous(tx, some)) return false
      for (const some of batchesOf(events)) await insertAuditEvents(tx, organizationId, some, sign)
      for (const some of batchesOf(notices)) await insertNotices(tx, organizationId, some)
      return true
    },
  } satisfies Partial<Appliers>
}

/**
 * In a new database PostgreSQL does not know yet that an id tells more than an
 * organization, and looks through all users of one for each row that refers to somebody.
 */
async function learnSizes(tx: Tx): Promise<void> {
  if (tx.getExecutor().adapter instanceof PostgresAdapter) await sql`analyze nightlatch_user`.execute(tx)
}

async function insertUsers(tx: Tx, organizationId: string, users: readonly User[], at: EpochSeconds): Promise<boolean> {
  const cohorts = await cohortsFor(tx, organizationId, users)
  const rows = users.map((user) => ({
    ...userRow(organizationId, user, at),
    name_key: nameKeyOf(user.name, user.id),
    cohort: cohorts.get(rolesKey(user)) ?? null,
    search_words: wordsOf(user.name, user.email ?? '').join(' '),
  }))
  const { numInsertedOrUpdatedRows } = await tx.insertInto('nightlatch_user').values(rows).onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== BigInt(users.length)) return false

  await createGuards(tx, organizationId, users.map(({ id }) => id))
  const held = users.flatMap(({ id, roles }) => roles.map((role) => ({ organization_id: organizationId, user_id: id, role_id: role.id })))
  for (const some of batchesOf(held)) await tx.insertInto('nightlatch_user_role').values(some).execute()
  const words = users.flatMap(({ id, name, email }) => wordsOf(name, email ?? '').map((word) => ({ organization_id: organizationId, word, user_id: id })))
  for (const some of batchesOf(words)) await tx.insertInto('nightlatch_user_word').values(some).execute()
  return true
}

/** A cohort for each set of roles among them; whoever comes is new. */
async function cohortsFor(tx: Tx, organizationId: string, users: readonly User[]): Promise<Map<string, string>> {
  const sets = new Map(users.map((user) => [rolesKey(user), user.roles.map(({ id }) => id)]))
  const cohorts = new Map<string, string>()
  for (const [key, roleIds] of sets) cohorts.set(key, await saveCohort(tx, organizationId, { methods: [], roleIds, isNew: true }))
  return cohorts
}

function rolesKey({ roles }: User): string {
  return JSON.stringify(roles.map(({ id }) => id).toSorted())
}

/** Has somebody's user name become somebody else's e-mail address? Each column is unique by itself. */
async function areAmbiguous(tx: Tx, users: readonly User[]): Promise<boolean> {
  const ids = users.map(({ id }) => id)
  const pairs = () =>
    tx
      .selectFrom('nightlatch_user as named')
      .innerJoin('nightlatch_user as mailed', 'mailed.email_key', 'named.user_name_key')
      .select('named.id')
      .whereRef('named.id', '<>', 'mailed.id')
      .limit(1)
  const found = (await pairs().where('named.id', 'in', ids).executeTakeFirst()) ?? (await pairs().where('mailed.id', 'in', ids).executeTakeFirst())
  return found !== undefined
}

function* batchesOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH)
}
