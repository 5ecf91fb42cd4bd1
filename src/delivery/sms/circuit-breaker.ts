import type { EpochSeconds } from '../../engine/model.ts'

const FAILURES_THAT_OPEN = 3 // in a row
const FIRST_WAIT_SECONDS = 30
const LONGEST_WAIT_SECONDS = 5 * 60

/** Leaves a provider alone that fails again and again, and lets one text find out whether it is back. */
export interface CircuitBreaker {
  /** When it may be asked again; in the past while all is well. */
  readonly restsUntil: EpochSeconds
  /** Whether to ask it now. Who is told so reports what came of it, or nobody asks again. */
  mayAsk(now: EpochSeconds): boolean
  answered(): void
  failed(now: EpochSeconds, retryAfterSeconds: number | null): void
}

/** Makes one for one provider, on this node: another node finds out for itself. */
export function createCircuitBreaker(): CircuitBreaker {
  let failures = 0
  let waitSeconds = 0
  let restsUntil: EpochSeconds = 0
  let isProbed = false

  return {
    get restsUntil() {
      return restsUntil
    },

    mayAsk(now) {
      if (now < restsUntil || isProbed) return false
      isProbed = failures >= FAILURES_THAT_OPEN // half open: one text, and everybody else by another provider
      return true
    },

    answered() {
      failures = 0
      waitSeconds = 0
      restsUntil = 0
      isProbed = false
    },

    failed(now, retryAfterSeconds) {
      failures += 1
      isProbed = false
      if (failures >= FAILURES_THAT_OPEN) {
        waitSeconds = Math.min(Math.max(FIRST_WAIT_SECONDS, waitSeconds * 2), LONGEST_WAIT_SECONDS)
        restsUntil = now + waitSeconds
      }
      // It says itself when it takes more; a wait of hours would be a mistake of somebody's.
      if (retryAfterSeconds !== null) restsUntil = Math.max(restsUntil, now + Math.min(retryAfterSeconds, LONGEST_WAIT_SECONDS))
    },
  }
}
