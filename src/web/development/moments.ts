import type { EpochSeconds } from '../../engine/model.ts'

// The phone and the mailbox belong to the developer, so they keep the time of this computer.

export function timeOf(locale: string, at: EpochSeconds): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at * 1000)
}

export function dayOf(locale: string, at: EpochSeconds): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric' }).format(at * 1000)
}

export function momentOf(locale: string, at: EpochSeconds): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(at * 1000)
}
