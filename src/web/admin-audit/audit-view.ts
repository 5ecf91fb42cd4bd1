import type { AuditFilter } from '../../engine/administration-ports.ts'
import { actionsOf, type AuditChoice, auditChoices } from '../../engine/audit-kinds.ts'
import { firstSecondOf, lastSecondOf } from '../admin-users/zoned-day.ts'

const LONGEST = 100

/** What the audit log shows; an address says all of it. Days are those of the organization, such as `2026-03-12`; '' for any. */
export interface AuditView {
  search: string
  choice: AuditChoice | null
  person: string
  from: string
  until: string
}

/** Reads what an address shows of the log. What it does not understand it leaves at everything. */
export function readAuditView(query: (name: string) => string | null): AuditView {
  const text = (name: string) => (query(name) ?? '').trim().slice(0, LONGEST)
  const day = (name: string) => (lastSecondOf(text(name), 'UTC') === null ? '' : text(name))
  return {
    search: text('search'),
    choice: auditChoices.find((choice) => choice === query('kind')) ?? null,
    person: text('person'),
    from: day('from'),
    until: day('until'),
  }
}

/** The address that shows it, short: what is as usual is left out. */
export function auditAddress(path: string, { search, choice, person, from, until }: AuditView, before: string | null = null): string {
  const said = { search, kind: choice ?? '', person, from, until, before: before ?? '' }
  const query = new URLSearchParams(Object.entries(said).filter(([, value]) => value !== '')).toString()
  return query === '' ? path : `${path}?${query}`
}

/** Does it leave anything out? */
export function isNarrowed(view: AuditView): boolean {
  return auditAddress('', view) !== ''
}

/** What the log itself filters by; the search goes through what comes of it. */
export function filterOf({ choice, person, from, until }: AuditView, timeZone: string): AuditFilter {
  const last = lastSecondOf(until, timeZone)
  return { actions: choice === null ? null : actionsOf(choice), person, from: firstSecondOf(from, timeZone), until: last === null ? null : last + 1 }
}
