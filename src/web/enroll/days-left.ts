import type { EpochSeconds } from '../../engine/model.ts'

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

/** Days on the calendar of a time zone until a moment: 0 on the day itself. */
export function daysLeft(now: EpochSeconds, until: EpochSeconds, timeZone: string): number {
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone }) // 2026-03-12
  const dayNumber = (at: EpochSeconds) => Date.parse(dayOf.format(at * 1000)) / DAY_MILLISECONDS
  return dayNumber(until) - dayNumber(now)
}
