import type { Kysely } from 'kysely'
import type { PasswordTry } from '../accounts/ports.ts'
import { spendForAccount, spendForPlace, spendForReset, spendForResetPlace, type Tries, type TrySpent } from '../accounts/throttle.ts'
import type { EpochSeconds } from '../engine/model.ts'
import type { Appliers, Tx } from './applier.ts'
import type { Schema } from './schema.ts'
import { transact } from './transaction.ts'

type Rule = (tries: Tries, now: EpochSeconds) => TrySpent
type Spent = { kind: 'spent' } | { kind: 'wait'; until: EpochSeconds }

/** Tries of passwords, counted before the password is looked at, and requests for reset links. */
export function passwordTryQueries(db: Kysely<Schema>) {
  return {
    spendPasswordTry({ placeKey, accountKey, at }: PasswordTry & { at: EpochSeconds }): Promise<Spent> {
      const rules = new Map<string, Rule>([[placeKey, spendForPlace]])
      if (accountKey !== null) rules.set(accountKey, spendForAccount)
      return spendTries(db, rules, at)
    },

    async spendResetRequest({ key, placeKey, at }: { key: string; placeKey: string; at: EpochSeconds }): Promise<boolean> {
      return (await spendTries(db, new Map([[key, spendForReset], [placeKey, spendForResetPlace]]), at)).kind === 'spent'
    },
  }
}

/** All of them, or none: where more than one refuses, the longest wait is told. */
function spendTries(db: Kysely<Schema>, rules: ReadonlyMap<string, Rule>, at: EpochSeconds): Promise<Spent> {
  return transact<Spent>(db, async (tx, rollBack) => {
    let waitUntil = 0
    for (const [key, rule] of inOrder(rules)) {
      const next = rule(await lockTries(tx, key), at)
      if (next.kind === 'wait') waitUntil = Math.max(waitUntil, next.until)
      else await writeTries(tx, key, next.tries)
    }
    return waitUntil === 0 ? { kind: 'spent' } : rollBack({ kind: 'wait', until: waitUntil })
  })
}

export const passwordTryAppliers = {
  'password-try.forgive': async (tx, _, { placeKey, accountKey }) => {
    const queries = new Map<string, { execute(): Promise<unknown> }>([
      [placeKey, tx.deleteFrom('nightlatch_password_try').where('key', '=', placeKey)],
    ])
    if (accountKey !== null) {
      const giveBack = tx
        .updateTable('nightlatch_password_try')
        .set((eb) => ({ count: eb('count', '-', 1) }))
        .where('key', '=', accountKey)
        .where('count', '>', 0)
      queries.set(accountKey, giveBack)
    }
    for (const [, query] of inOrder(queries)) await query.execute()
    return true
  },
} satisfies Partial<Appliers>

/** Locks are taken in the order of their keys, so that no two transactions wait for each other. */
function inOrder<T>(byKey: ReadonlyMap<string, T>): [string, T][] {
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

async function lockTries(tx: Tx, key: string): Promise<Tries> {
  const row = await tx
    .insertInto('nightlatch_password_try')
    .values({ key, count: 0, window_started_at: 0, wait_until: 0 })
    .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ count: eb.ref('nightlatch_password_try.count') })))
    .returningAll()
    .executeTakeFirstOrThrow()
  return { count: row.count, windowStartedAt: row.window_started_at, waitUntil: row.wait_until }
}

async function writeTries(tx: Tx, key: string, tries: Tries): Promise<void> {
  await tx
    .updateTable('nightlatch_password_try')
    .set({ count: tries.count, window_started_at: tries.windowStartedAt, wait_until: tries.waitUntil })
    .where('key', '=', key)
    .execute()
}
