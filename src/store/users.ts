import type { Kysely } from 'kysely'
import { identifierKey } from '../accounts/identifier.ts'
import type { EpochSeconds, Role, User } from '../engine/model.ts'
import { always, type Appliers, changesOne, type Tx } from './applier.ts'
import { createGuard } from './guards.ts'
import { removePassword, writePassword } from './passwords.ts'
import { prepared } from './prepared.ts'
import { endRecoveryPasses } from './recovery-passes.ts'
import type { RoleTable, Schema, UserTable } from './schema.ts'

const KEYS_A_QUERY = 400

/** Users as a whole server knows them. */
export function userQueries(db: Kysely<Schema>) {
  return {
    async takenNames(keys: readonly string[]): Promise<ReadonlySet<string>> {
      const taken = new Set<string>()
      for (let start = 0; start < keys.length; start += KEYS_A_QUERY) {
        const asked = keys.slice(start, start + KEYS_A_QUERY)
        const rows = await db
          .selectFrom('nightlatch_user')
          .select('user_name_key as key')
          .where('user_name_key', 'in', asked)
          .unionAll(db.selectFrom('nightlatch_user').select((eb) => eb.ref('email_key').$notNull().as('key')).where('email_key', 'in', asked))
          .execute()
        for (const { key } of rows) taken.add(key)
      }
      return taken
    },

    async isEmpty(): Promise<boolean> {
      return (await db.selectFrom('nightlatch_user').select('id').limit(1).executeTakeFirst()) === undefined
    },
  }
}

export const userAppliers = {
  'user.create': async (tx, organizationId, { user, passwordHash, at }) => {
    const row = userRow(organizationId, user, at)
    const isFree = await changesOne(tx.insertInto('nightlatch_user').values(row).onConflict((conflict) => conflict.doNothing()))
    if (!isFree || (await isAmbiguous(tx, row))) return false
    await createGuard(tx, organizationId, user.id)
    await giveRoles(tx, organizationId, user.id, user.roles.map(({ id }) => id))
    if (passwordHash !== null) await writePassword(tx, organizationId, user.id, passwordHash, at)
    return true
  },

  'user.save': async (tx, organizationId, { user, at }) => {
    // Hosts sign people in themselves: nobody is looked up by name here, and two organizations may share one.
    const keys = { user_name_key: `host:${organizationId}:${user.id}`, email_key: null }
    const isNew = await changesOne(
      tx
        .insertInto('nightlatch_user')
        .values({ ...userRow(organizationId, user, at), ...keys })
        .onConflict((conflict) => conflict.doNothing()),
    )
    if (isNew) await createGuard(tx, organizationId, user.id)
    else await byId(tx, organizationId, user.id).set({ name: user.name, user_name: user.userName, email: user.email }).execute()
    await setRoles(tx, organizationId, user.id, user.roles.map(({ id }) => id))
    return true
  },

  'user.deactivate': async (tx, organizationId, { userId, at }) => {
    const isFirst = await changesOne(
      byId(tx, organizationId, userId)
        .set((eb) => ({ deactivated_at: at, factor_epoch: eb('factor_epoch', '+', 1), recovery_pass_until: null }))
        .where('deactivated_at', 'is', null),
    )
    if (isFirst) await endRecoveryPasses(tx, organizationId, userId)
    return isFirst
  },

  'user.reactivate': (tx, organizationId, { userId, at }) =>
    changesOne(byId(tx, organizationId, userId).set({ deactivated_at: null, grace_starts_at: at }).where('deactivated_at', 'is not', null)),

  'user.exempt': (tx, organizationId, { userId, until }) => always(byId(tx, organizationId, userId).set({ exempt_until: until })),

  'user.roles': async (tx, organizationId, { userId, roleIds, former }) => {
    if (former !== undefined && !(await holds(tx, organizationId, userId, former))) return false
    await setRoles(tx, organizationId, userId, roleIds)
    return true
  },

  'user.signed-in': (tx, organizationId, { userId, passwordEpoch, factorEpoch, at }) =>
    changesOne(signedIn(tx, { organizationId, userId, passwordEpoch, factorEpoch, at })),

  'user.factors-changed': async (tx, organizationId, { enrolledAt, backupCodesSavedAt, ...expected }) => {
    const isNext = await changesOne(
      unchanged(tx, organizationId, expected).set({
        factor_epoch: expected.factorEpoch + 1,
        enrolled_at: enrolledAt,
        backup_codes_saved_at: backupCodesSavedAt,
        ...(enrolledAt === null ? {} : { reported_at: null }), // it asked for a method, and there is one
        recovery_pass_until: null,
      }),
    )
    if (isNext) await endRecoveryPasses(tx, organizationId, expected.userId)
    return isNext
  },

  'user.unchanged': (tx, organizationId, expected) =>
    changesOne(unchanged(tx, organizationId, expected).set({ factor_epoch: expected.factorEpoch })),

  'user.password-changed': async (tx, organizationId, { passwordHash, at, ...expected }) => {
    const isNext = await endPasswordEpoch(tx, organizationId, expected)
    if (isNext) await writePassword(tx, organizationId, expected.userId, passwordHash, at)
    return isNext
  },

  'user.password-voided': async (tx, organizationId, expected) => {
    const isNext = await endPasswordEpoch(tx, organizationId, expected)
    if (isNext) await removePassword(tx, organizationId, expected.userId)
    return isNext
  },

  'user.reported': (tx, organizationId, { userId, at }) => always(byId(tx, organizationId, userId).set({ reported_at: at })),
  'user.password-replaced': (tx, organizationId, { userId }) =>
    changesOne(byId(tx, organizationId, userId).set((eb) => ({ password_epoch: eb('password_epoch', '+', 1) }))),

  'user.password-rehashed': (tx, organizationId, { userId, formerHash, passwordHash }) =>
    always(
      tx
        .updateTable('nightlatch_password')
        .set({ hash: passwordHash })
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('hash', '=', formerHash),
    ),

  'user.backup-codes-saved': (tx, organizationId, { userId, at }) =>
    always(byId(tx, organizationId, userId).set({ backup_codes_saved_at: at })),
} satisfies Partial<Appliers>

const signedIn = prepared((tx, { organizationId, at, ...expected }: { organizationId: string; userId: string; passwordEpoch: number; factorEpoch: number; at: EpochSeconds }) =>
  unchanged(tx, organizationId, expected).set({ last_sign_in_at: at }),
)

/** An active user whose epochs are still the ones that were decided on. */
function unchanged(tx: Kysely<Schema>, organizationId: string, expected: { userId: string; passwordEpoch: number; factorEpoch: number }) {
  return byId(tx, organizationId, expected.userId)
    .where('password_epoch', '=', expected.passwordEpoch)
    .where('factor_epoch', '=', expected.factorEpoch)
    .where('deactivated_at', 'is', null)
}

function endPasswordEpoch(tx: Tx, organizationId: string, { userId, passwordEpoch }: { userId: string; passwordEpoch: number }): Promise<boolean> {
  return changesOne(byId(tx, organizationId, userId).set({ password_epoch: passwordEpoch + 1 }).where('password_epoch', '=', passwordEpoch))
}

function byId(tx: Kysely<Schema>, organizationId: string, id: string) {
  return tx.updateTable('nightlatch_user').where('organization_id', '=', organizationId).where('id', '=', id)
}

/** Each column is unique; this keeps a user name from being somebody else's e-mail address. */
async function isAmbiguous(tx: Tx, { id, user_name_key, email_key }: UserTable): Promise<boolean> {
  const other = await tx
    .selectFrom('nightlatch_user')
    .select('id')
    .where('id', '<>', id)
    .where((eb) => eb.or([eb('email_key', '=', user_name_key), ...(email_key === null ? [] : [eb('user_name_key', '=', email_key)])]))
    .executeTakeFirst()
  return other !== undefined
}

async function holds(tx: Tx, organizationId: string, userId: string, roleIds: readonly string[]): Promise<boolean> {
  const rows = await tx.selectFrom('nightlatch_user_role').select('role_id').where('organization_id', '=', organizationId).where('user_id', '=', userId).execute()
  return rows.length === new Set(roleIds).size && rows.every(({ role_id }) => roleIds.includes(role_id))
}

async function setRoles(tx: Tx, organizationId: string, userId: string, roleIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('nightlatch_user_role').where('organization_id', '=', organizationId).where('user_id', '=', userId).execute()
  await giveRoles(tx, organizationId, userId, roleIds)
}

async function giveRoles(tx: Tx, organizationId: string, userId: string, roleIds: readonly string[]): Promise<void> {
  if (roleIds.length === 0) return
  const rows = [...new Set(roleIds)].map((roleId) => ({ organization_id: organizationId, user_id: userId, role_id: roleId }))
  await tx
    .insertInto('nightlatch_user_role')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export function userRow(organizationId: string, user: User, at: EpochSeconds): UserTable {
  return {
    id: user.id,
    organization_id: organizationId,
    name: user.name,
    user_name: user.userName,
    user_name_key: identifierKey(user.userName),
    email: user.email,
    email_key: user.email === null ? null : identifierKey(user.email),
    password_epoch: user.passwordEpoch,
    factor_epoch: user.factorEpoch,
    enrolled_at: user.enrolledAt,
    grace_starts_at: user.graceStartsAt,
    exempt_until: user.exemptUntil,
    backup_codes_saved_at: user.backupCodesSavedAt,
    last_sign_in_at: user.lastSignInAt,
    recovery_pass_until: user.recoveryPassUntil,
    reminded_at: null,
    reported_at: user.reportedAt,
    deactivated_at: user.deactivatedAt,
    created_at: at,
  }
}

export function userOf(row: UserTable, roles: readonly Role[]): User {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    userName: row.user_name,
    email: row.email,
    roles,
    deactivatedAt: row.deactivated_at,
    enrolledAt: row.enrolled_at,
    graceStartsAt: row.grace_starts_at,
    exemptUntil: row.exempt_until,
    passwordEpoch: row.password_epoch,
    factorEpoch: row.factor_epoch,
    backupCodesSavedAt: row.backup_codes_saved_at,
    lastSignInAt: row.last_sign_in_at,
    recoveryPassUntil: row.recovery_pass_until,
    reportedAt: row.reported_at,
  }
}

/** Somebody who may not be there: joined from the left. */
export function namedUserOf({ user_id: id, user_name: name }: { user_id: string | null; user_name: string | null }): { id: string; name: string } | null {
  return id === null || name === null ? null : { id, name }
}

export function roleOf(row: Omit<RoleTable, 'organization_id'>): Role {
  const alwaysRequires = row.always_requires === 1 || row.always_required_since !== null
  return { id: row.id, name: row.name, rank: row.rank, mayAdminister: row.may_administer === 1, alwaysRequires }
}
