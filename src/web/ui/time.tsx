import type { View } from './view.ts'

type Clock = Pick<View, 'locale' | 'timeZone'>

/** A moment in the view's language and time zone; the zone is named wherever an hour is shown. */
export function Time({ view, at, show = 'moment' }: { view: Clock; at: number; show?: 'moment' | 'date' | undefined }) {
  const iso = new Date(at * 1000).toISOString()
  return <time datetime={iso}>{show === 'date' ? dateText(view, at) : momentText(view, at)}</time>
}

/** "March 12, 2026", for use inside a sentence; `at` is epoch seconds. */
export function dateText({ locale, timeZone }: Clock, at: number): string {
  return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' }).format(at * 1000)
}

/** "Mar 12, 2026", to stand beside a moment; `at` is epoch seconds. */
export function shortDateText({ locale, timeZone }: Clock, at: number): string {
  return new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric', month: 'short', day: 'numeric' }).format(at * 1000)
}

/** "Mar 12, 2026, 2:05 PM EST"; `at` is epoch seconds. */
export function momentText({ locale, timeZone }: Clock, at: number): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone, year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short',
  }).format(at * 1000)
}
