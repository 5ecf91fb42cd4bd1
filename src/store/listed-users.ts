import { sql } from 'kysely'
import type { Change, ChangeKind } from '../engine/changes.ts'
import type { EpochSeconds, MethodId } from '../engine/model.ts'
import type { Tx } from './applier.ts'
import { saveCohort } from './cohorts.ts'
import { nameKeyOf, wordsOf } from './folded-text.ts'

/**
 * Keeps what administrators' lists are sorted, filtered and searched by, all
 * of which follows from other rows: at the end of every commit, in its
 * transaction, whatever changed.
 */
export async function followListedUsers(tx: Tx, organizationId: string, changes: readonly Change[]): Promise<void> {
  for (const userId of new Set(changes.flatMap(userIdOf))) {
    await follow(tx, organizationId, userId, setUpDuringSignInAt(changes, userId))
  }
}

/** Changes of a user that nothing here follows from; every other one counts, also one that is added later. */
const passedOver: ReadonlySet<ChangeKind> = new Set([
  'user.signed-in',
  'user.unchanged',
  'user.factors-changed', // the methods come in changes of their own
  'user.password-changed',
  'user.password-rehashed',
  'user.password-voided',
  'user.backup-codes-saved',
] satisfies ChangeKind[])

const followed = /^(user\.|authenticator\.(add|remove)|backup-codes?\.)/

/** Whose columns a change may have moved. */
function userIdOf(change: Change): string[] {
  if (!followed.test(change.kind) || passedOver.has(change.kind)) return []
  if ('userId' in change) return [change.userId]
  if ('user' in change) return [change.user.id]
  return change.kind === 'authenticator.add' ? [change.authenticator.userId] : []
}

function setUpDuringSignInAt(changes: readonly Change[], userId: string): EpochSeconds | null {
  const added = changes.find((change) => change.kind === 'authenticator.add' && change.authenticator.userId === userId && change.duringSignIn === true)
  return added?.kind === 'authenticator.add' ? added.authenticator.createdAt : null
}

async function follow(tx: Tx, organizationId: string, userId: string, markedAt: EpochSeconds | null): Promise<void> {
  const self = tx.updateTable('nightlatch_user').where('organization_id', '=', organizationId).where('id', '=', userId)
  // Takes the row's lock before anything is read: of two commits on one user, the later sees what the earlier wrote.
  const user = await self
    .set((eb) => ({ search_words: eb.ref('search_words') }))
    .returning(['name', 'email', 'deactivated_at', 'search_words', 'set_up_during_sign_in_at', 'cohort', 'reported_at'])
    .executeTakeFirst()
  if (user === undefined) return

  const { methods, roleIds, codesLeft } = await loadOwned(tx, organizationId, userId)
  const isActive = user.deactivated_at === null
  const isReported = isActive && methods.length === 0 && user.reported_at !== null
  const isNew = isActive && !isReported && methods.length === 0 && (await wasNew(tx, organizationId, user.cohort))
  const cohort = await saveCohort(tx, organizationId, { methods, roleIds, isNew, isActive, isReported })
  const words = wordsOf(user.name, user.email ?? '')
  await self
    .set({
      name_key: nameKeyOf(user.name, userId),
      cohort,
      backup_codes_left: codesLeft,
      search_words: words.join(' '),
      // Whoever could have been a thief stays marked through every change of methods, until there is none left.
      set_up_during_sign_in_at: methods.length === 0 ? null : (markedAt ?? user.set_up_during_sign_in_at),
    })
    .execute()
  await writeWords(tx, organizationId, userId, { former: user.search_words.split(' ').filter((word) => word !== ''), words })
}

/** Whoever comes, or comes back, is new until somebody looks. */
async function wasNew(tx: Tx, organizationId: string, cohort: string | null): Promise<boolean> {
  if (cohort === null) return true
  const row = await tx.selectFrom('nightlatch_cohort').select(['is_new', 'is_active']).where('organization_id', '=', organizationId).where('id', '=', cohort).executeTakeFirst()
  return row?.is_new !== 0 || row.is_active === 0
}

async function loadOwned(tx: Tx, organizationId: string, userId: string) {
  const rows = await tx
    .selectFrom('nightlatch_user_role')
    .select(['role_id as value', sql<string>`'role'`.as('kind')])
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .unionAll(
      tx
        .selectFrom('nightlatch_authenticator')
        .select(['method as value', sql<string>`'method'`.as('kind')])
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId),
    )
    .unionAll(
      tx
        .selectFrom('nightlatch_backup_code')
        .select(['id as value', sql<string>`'code'`.as('kind')])
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('used_at', 'is', null),
    )
    .execute()
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ value }) => value)
  return { methods: of('method') as MethodId[], roleIds: of('role'), codesLeft: of('code').length }
}

async function writeWords(tx: Tx, organizationId: string, userId: string, { former, words }: { former: readonly string[]; words: readonly string[] }): Promise<void> {
  const gone = former.filter((word) => !words.includes(word))
  const added = words.filter((word) => !former.includes(word))
  if (gone.length > 0) {
    await tx
      .deleteFrom('nightlatch_user_word')
      .where('organization_id', '=', organizationId)
      .where('word', 'in', gone)
      .where('user_id', '=', userId)
      .execute()
  }
  if (added.length > 0) {
    const rows = added.map((word) => ({ organization_id: organizationId, word, user_id: userId }))
    await tx.insertInto('nightlatch_user_word').values(rows).execute()
  }
}
