import type { Kysely } from 'kysely'
import { spend } from '../engine/lockout.ts'
import type { EpochSeconds, GuardBucket } from '../engine/model.ts'
import type { Attempt } from '../engine/ports.ts'
import { spendChallengeAttempt } from './challenges.ts'
import { lockGuard, writeGuard } from './guards.ts'
import type { Schema } from './schema.ts'
import { transact } from './transaction.ts'

/** One attempt of a challenge and of its user's guard, in one transaction: either refusing rolls both back. */
export function attemptQueries(db: Kysely<Schema>) {
  return {
    spendAttempt(attempt: {
      organizationId: string
      challengeId: string
      userId: string
      bucket: GuardBucket
      at: EpochSeconds
    }): Promise<Attempt> {
      const { organizationId, userId, bucket, at } = attempt
      return transact<Attempt>(db, async (tx, rollBack) => {
        const guard = await lockGuard(tx, organizationId, userId)
        const challenge = await spendChallengeAttempt(tx, attempt)
        if (guard === null || challenge === null) return rollBack({ kind: 'over' })
        const spent = spend(guard, bucket, at)
        if (spent.kind !== 'spent') return rollBack(spent)
        await writeGuard(tx, organizationId, userId, spent.guard)
        return { kind: 'spent', challenge, failures: spent.failures }
      })
    },
  }
}
