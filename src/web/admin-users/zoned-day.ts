import type { EpochSeconds } from '../../engine/model.ts'

const DAY = 24 * 60 * 60

/** From 1900 to 9998: beyond, years are written in other ways than four digits. */
const CALENDAR_DAY = /^(?!9999)(19|[2-9]\d)\d{2}-\d{2}-\d{2}$/

/** The last second of a calendar day such as `2026-03-12` in a time zone; null for what is no day. */
export function lastSecondOf(day: string, timeZone: string): EpochSeconds | null {
  if (!CALENDAR_DAY.test(day)) return null
  const utc = Date.parse(`${day}T00:00:00Z`) / 1000
  // Date.parse takes February 30 for March 2.
  if (Number.isNaN(utc) || new Date(utc * 1000).toISOString().slice(0, 10) !== day) return null
  const nextDay = utc + DAY
  // The offset at a first guess of the moment leads to the moment itself, also where the clocks change that night.
  const guess = nextDay - offsetAt(nextDay, timeZone)
  return nextDay - offsetAt(guess - 1, timeZone) - 1
}

/** The first second of a calendar day in a time zone; null for what is no day. */
export function firstSecondOf(day: string, timeZone: string): EpochSeconds | null {
  if (lastSecondOf(day, timeZone) === null) return null
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - DAY * 1000).toISOString().slice(0, 10)
  const lastBefore = lastSecondOf(before, timeZone)
  return lastBefore === null ? null : lastBefore + 1
}

/** The calendar day of a moment in a time zone, `2026-03-12`. */
export function dayOf(at: EpochSeconds, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at * 1000)
}

/** "2026-03-12 14:05", for spreadsheets. */
export function minuteOf(at: EpochSeconds, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at * 1000)
}

/** "2026-03-12 14:05:09", for spreadsheets. */
export function secondOf(at: EpochSeconds, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at * 1000)
}

function offsetAt(at: EpochSeconds, timeZone: string): number {
  return Date.parse(`${secondOf(at, timeZone).replace(' ', 'T')}Z`) / 1000 - at
}
