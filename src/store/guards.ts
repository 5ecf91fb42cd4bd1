import type { Change } from '../engine/changes.ts'
import { forgive, freshGuard, unlock } from '../engine/lockout.ts'
import type { Guard } from '../engine/model.ts'
import { type Appliers, changesOne, type Tx } from './applier.ts'
import { prepared } from './prepared.ts'
import type { GuardTable } from './schema.ts'

/** Takes the lock of a user's guard until the transaction ends; null when there is no such user. */
export async function lockGuard(tx: Tx, organizationId: string, userId: string): Promise<Guard | null> {
  const { rows } = await lock(tx, { organizationId, userId })
  return rows[0] === undefined ? null : guardOf(rows[0])
}

interface Owner {
  organizationId: string
  userId: string
}

const lock = prepared((tx, { organizationId, userId }: Owner) =>
  tx
    .updateTable('nightlatch_guard')
    // Any write takes the lock, on both databases.
    .set((eb) => ({ day_failures: eb.ref('day_failures') }))
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .returningAll(),
)

/**
 * Takes the guards that a commit will need before anything else of it. With
 * them first everywhere, a commit and `spendAttempt` cannot wait for each other.
 */
export async function lockGuardsOf(tx: Tx, organizationId: string, changes: readonly Change[]): Promise<void> {
  const userIds = changes.flatMap((change) =>
    change.kind === 'guard.clear' || change.kind === 'guard.unlock' || change.kind === 'guard.told' ? [change.userId] : change.kind === 'text.reserve' ? [change.text.userId] : [],
  )
  for (const userId of [...new Set(userIds)].toSorted()) await lockGuard(tx, organizationId, userId)
}

/** Writes a guard whose lock is held. */
export async function writeGuard(tx: Tx, organizationId: string, userId: string, guard: Guard): Promise<void> {
  await write(tx, { organizationId, userId, ...guardColumns(guard) })
}

const write = prepared((tx, { organizationId, userId, ...columns }: Owner & GuardColumns) =>
  tx.updateTable('nightlatch_guard').set(columns).where('organization_id', '=', organizationId).where('user_id', '=', userId),
)

/** The guard that comes with a new user. */
export async function createGuard(tx: Tx, organizationId: string, userId: string): Promise<void> {
  await createGuards(tx, organizationId, [userId])
}

export async function createGuards(tx: Tx, organizationId: string, userIds: readonly string[]): Promise<void> {
  const fresh = guardColumns(freshGuard)
  await tx
    .insertInto('nightlatch_guard')
    .values(userIds.map((userId) => ({ organization_id: organizationId, user_id: userId, told_at: 0, ...fresh })))
    .execute()
}

export const guardAppliers = {
  'guard.clear': (tx, organizationId, { userId, bucket }) => rewrite(tx, organizationId, userId, (guard) => forgive(guard, bucket)),
  'guard.unlock': (tx, organizationId, { userId }) => rewrite(tx, organizationId, userId, unlock),
  'guard.told': (tx, organizationId, { userId, since, at }) =>
    changesOne(
      tx
        .updateTable('nightlatch_guard')
        .set({ told_at: at })
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('told_at', '<=', since),
    ),
} satisfies Partial<Appliers>

async function rewrite(tx: Tx, organizationId: string, userId: string, rule: (guard: Guard) => Guard): Promise<true> {
  const guard = await lockGuard(tx, organizationId, userId)
  if (guard !== null) await writeGuard(tx, organizationId, userId, rule(guard))
  return true
}

type GuardColumns = Omit<GuardTable, 'user_id' | 'organization_id' | 'told_at'>

export function guardOf(row: GuardColumns): Guard {
  return {
    known: { failures: row.known_failures, waitUntil: row.known_wait_until },
    other: { failures: row.other_failures, waitUntil: row.other_wait_until },
    dayStartedAt: row.day_started_at,
    dayFailures: row.day_failures,
    lockedAt: row.locked_at,
    backupHourStartedAt: row.backup_hour_started_at,
    backupTries: row.backup_tries,
  }
}

function guardColumns(guard: Guard): GuardColumns {
  return {
    known_failures: guard.known.failures,
    known_wait_until: guard.known.waitUntil,
    other_failures: guard.other.failures,
    other_wait_until: guard.other.waitUntil,
    day_started_at: guard.dayStartedAt,
    day_failures: guard.dayFailures,
    locked_at: guard.lockedAt,
    backup_hour_started_at: guard.backupHourStartedAt,
    backup_tries: guard.backupTries,
  }
}
