import type { EpochSeconds, FailureCount, Guard, GuardBucket } from './model.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const FREE_FAILURES = 4 // the fifth consecutive one costs the first wait
const FIRST_WAIT = 30
const LONGEST_WAIT = HOUR
const LOCK_AT_CONSECUTIVE = 50 // NIST SP 800-63B-4 §3.2.2 allows 100
const LOCK_AT_A_DAY = 60
const BACKUP_TRIES_AN_HOUR = 5

/** A user who never failed. */
export const freshGuard: Guard = {
  known: { failures: 0, waitUntil: 0 },
  other: { failures: 0, waitUntil: 0 },
  dayStartedAt: 0,
  dayFailures: 0,
  lockedAt: null,
  backupHourStartedAt: 0,
  backupTries: 0,
}

export type Spent =
  | { kind: 'spent'; guard: Guard; failures: number }
  | { kind: 'wait'; until: EpochSeconds }
  | { kind: 'locked' }

/**
 * Spends one attempt before it is judged: it counts as a failure until
 * `forgive` takes it back. The caller holds the row's lock.
 */
export function spend(guard: Guard, bucket: GuardBucket, now: EpochSeconds): Spent {
  return bucket === 'backup' ? spendBackupTry(guard, now) : spendCodeTry(guard, bucket, now)
}

/** What stands in the way of the next attempt, without spending it. */
export function refusalOf(guard: Guard, bucket: GuardBucket, now: EpochSeconds): Exclude<Spent, { kind: 'spent' }> | null {
  const next = spend(guard, bucket, now)
  return next.kind === 'spent' ? null : next
}

/** Takes the attempt back that a right code was spent on, and ends the waits of its bucket. */
export function forgive(guard: Guard, bucket: GuardBucket): Guard {
  if (bucket === 'backup') return { ...guard, backupTries: Math.max(0, guard.backupTries - 1) }
  return {
    ...guard,
    [bucket]: { failures: 0, waitUntil: 0 },
    dayFailures: Math.max(0, guard.dayFailures - 1),
    // The attempt that reached the limit was a right one.
    lockedAt: null,
  }
}

/** After a backup code, a recovery pass or an administrator's word: six-digit codes count from zero. */
export function unlock(guard: Guard): Guard {
  return { ...freshGuard, backupHourStartedAt: guard.backupHourStartedAt, backupTries: guard.backupTries }
}

function spendCodeTry(guard: Guard, bucket: 'known' | 'other', now: EpochSeconds): Spent {
  if (guard.lockedAt !== null) return { kind: 'locked' }
  if (now < guard[bucket].waitUntil) return { kind: 'wait', until: guard[bucket].waitUntil }

  const counted = countFailure(guard[bucket], now)
  const isNewDay = now >= guard.dayStartedAt + DAY
  const dayFailures = isNewDay ? 1 : guard.dayFailures + 1
  const consecutive = guard.known.failures + guard.other.failures + 1
  return {
    kind: 'spent',
    failures: counted.failures,
    guard: {
      ...guard,
      [bucket]: counted,
      dayStartedAt: isNewDay ? now : guard.dayStartedAt,
      dayFailures,
      lockedAt: consecutive >= LOCK_AT_CONSECUTIVE || dayFailures >= LOCK_AT_A_DAY ? now : null,
    },
  }
}

function countFailure(count: FailureCount, now: EpochSeconds): FailureCount {
  const failures = count.failures + 1
  const wait = failures <= FREE_FAILURES ? 0 : Math.min(FIRST_WAIT * 2 ** (failures - FREE_FAILURES - 1), LONGEST_WAIT)
  return { failures, waitUntil: wait === 0 ? 0 : now + wait }
}

function spendBackupTry(guard: Guard, now: EpochSeconds): Spent {
  const isNewHour = now >= guard.backupHourStartedAt + HOUR
  if (!isNewHour && guard.backupTries >= BACKUP_TRIES_AN_HOUR) {
    return { kind: 'wait', until: guard.backupHourStartedAt + HOUR }
  }
  const backupTries = isNewHour ? 1 : guard.backupTries + 1
  return {
    kind: 'spent',
    failures: backupTries,
    guard: { ...guard, backupHourStartedAt: isNewHour ? now : guard.backupHourStartedAt, backupTries },
  }
}
