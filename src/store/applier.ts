import type { DeleteResult, InsertResult, QueryResult, Transaction, UpdateResult } from 'kysely'
import type { ChangeKind, Changes } from '../engine/changes.ts'
import type { Schema } from './schema.ts'

export type Tx = Transaction<Schema>

/** What can be written where there is no organization, or none yet. */
export const unownedKinds = ['organization.create', 'organization.save', 'one-time-token.issue', 'one-time-token.use', 'audit.append'] as const satisfies ChangeKind[]
type UnownedKind = (typeof unownedKinds)[number]

/** Carries out one change. Resolves to false when it had to win and did not. */
export type Applier<K extends ChangeKind> = (
  tx: Tx,
  organizationId: K extends UnownedKind ? string | null : string,
  change: Changes[K],
) => Promise<boolean>

export type Appliers = { [K in ChangeKind]: Applier<K> }

/** Runs a conditional statement, unless it runs already; true when it changed its one row. */
export async function changesOne(
  query: { executeTakeFirstOrThrow(): Promise<UpdateResult | DeleteResult | InsertResult> } | Promise<QueryResult<unknown>>,
): Promise<boolean> {
  if (query instanceof Promise) return (await query).numAffectedRows === 1n
  const result = await query.executeTakeFirstOrThrow()
  if ('numUpdatedRows' in result) return result.numUpdatedRows === 1n
  return ('numDeletedRows' in result ? result.numDeletedRows : result.numInsertedOrUpdatedRows) === 1n
}

/** Runs a statement that has nothing to win, unless it runs already. */
export async function always(query: { execute(): Promise<unknown> } | Promise<unknown>): Promise<true> {
  await (query instanceof Promise ? query : query.execute())
  return true
}
