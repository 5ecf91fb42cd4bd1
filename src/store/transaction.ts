import type { Kysely } from 'kysely'
import { NightlatchError } from '../engine/errors.ts'
import type { Tx } from './applier.ts'
import type { Schema } from './schema.ts'

const TRIES = 5
const RETRIED = new Set(['40P01', '40001']) // PostgreSQL: deadlock, serialization failure

/** Thrown inside a transaction to roll it back with an answer. */
class Rollback<T> extends Error {
  readonly answer: T

  constructor(answer: T) {
    super('rolled back on purpose')
    this.answer = answer
  }
}

/**
 * Runs one transaction, again when PostgreSQL ends it for the sake of another.
 * What is given to `rollBack` becomes the result, and nothing is kept.
 */
export async function transact<T>(db: Kysely<Schema>, work: (tx: Tx, rollBack: (answer: T) => never) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db.transaction().execute((tx) =>
        work(tx, (answer) => {
          throw new Rollback(answer)
        }),
      )
    } catch (error) {
      if (error instanceof Rollback) return error.answer as T
      if (!isRetried(error)) throw error
      if (tries === TRIES) throw new NightlatchError('busy', { cause: error })
    }
  }
}

function isRetried(error: unknown): boolean {
  return error instanceof Error && 'code' in error && RETRIED.has(String(error.code))
}
