import type { EpochSeconds } from '../engine/model.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const FREE_TRIES = 10 // for one account from one address, or from one known device
const FIRST_WAIT = 30
const LONGEST_WAIT = 15 * MINUTE
const TRIES_AN_HOUR = 100 // for one account, from all unknown devices together

const BETWEEN_RESETS = 5 * MINUTE
const RESETS_A_DAY = 5
const RESETS_AN_HOUR_FROM_A_PLACE = 100 // for whatever accounts: each leaves rows behind

/** Tries of a password that were not forgiven yet. */
export interface Tries {
  count: number
  windowStartedAt: EpochSeconds
  waitUntil: EpochSeconds
}

export type TrySpent = { kind: 'spent'; tries: Tries } | { kind: 'wait'; until: EpochSeconds }

/** One account from one place: ten free tries, then a wait that doubles. */
export function spendForPlace(tries: Tries, now: EpochSeconds): TrySpent {
  if (now < tries.waitUntil) return { kind: 'wait', until: tries.waitUntil }
  const count = tries.count + 1
  const wait = count < FREE_TRIES ? 0 : Math.min(FIRST_WAIT * 2 ** (count - FREE_TRIES), LONGEST_WAIT)
  return { kind: 'spent', tries: { count, windowStartedAt: tries.windowStartedAt || now, waitUntil: wait === 0 ? 0 : now + wait } }
}

/** One account from every unknown device: a budget an hour. */
export function spendForAccount(tries: Tries, now: EpochSeconds): TrySpent {
  return spendAnHour(tries, now, TRIES_AN_HOUR)
}

/** Requests for a link by e-mail from one network, for whatever accounts: a budget an hour. */
export function spendForResetPlace(tries: Tries, now: EpochSeconds): TrySpent {
  return spendAnHour(tries, now, RESETS_AN_HOUR_FROM_A_PLACE)
}

function spendAnHour(tries: Tries, now: EpochSeconds, limit: number): TrySpent {
  const isNewHour = now >= tries.windowStartedAt + HOUR
  if (!isNewHour && tries.count >= limit) return { kind: 'wait', until: tries.windowStartedAt + HOUR }
  return {
    kind: 'spent',
    tries: { count: isNewHour ? 1 : tries.count + 1, windowStartedAt: isNewHour ? now : tries.windowStartedAt, waitUntil: 0 },
  }
}

/** Requests for a link by e-mail, for one account or from one known device: a few minutes apart, a handful a day. */
export function spendForReset(tries: Tries, now: EpochSeconds): TrySpent {
  if (now < tries.waitUntil) return { kind: 'wait', until: tries.waitUntil }
  const isNewDay = now >= tries.windowStartedAt + DAY
  if (!isNewDay && tries.count >= RESETS_A_DAY) return { kind: 'wait', until: tries.windowStartedAt + DAY }
  return {
    kind: 'spent',
    tries: { count: isNewDay ? 1 : tries.count + 1, windowStartedAt: isNewDay ? now : tries.windowStartedAt, waitUntil: now + BETWEEN_RESETS },
  }
}
