import type { EnrollmentSort, EnrollmentStatus, EnrollmentView } from '../../engine/enrollment-status.ts'
import type { MethodId } from '../../engine/model.ts'

const LONGEST_SEARCH = 100

export const sorts = ['name', 'role', 'status', 'methods', 'backup-codes', 'last-sign-in'] as const satisfies EnrollmentSort[]
export const statuses = ['not-started', 'in-grace', 'overdue', 'enrolled', 'exempt', 'deactivated'] as const satisfies EnrollmentStatus[]
export const filterMethods = ['totp', 'sms', 'none'] as const satisfies (MethodId | 'none')[]

/** Reads what an address shows of the list. What it does not understand it leaves at everybody. */
export function readView(query: (name: string) => string | null): EnrollmentView {
  return {
    sort: oneOf(sorts, query('sort')) ?? 'name',
    direction: query('direction') === 'descending' ? 'descending' : 'ascending',
    status: oneOf(statuses, query('status')),
    roleId: query('role')?.slice(0, LONGEST_SEARCH) || null,
    method: oneOf(filterMethods, query('method')),
    search: (query('search') ?? '').trim().slice(0, LONGEST_SEARCH),
  }
}

/** The address that shows it, short: what is as usual is left out. */
export function addressOf(path: string, view: EnrollmentView, after: string | null = null): string {
  const query = new URLSearchParams()
  if (view.search !== '') query.set('search', view.search)
  if (view.status !== null) query.set('status', view.status)
  if (view.roleId !== null) query.set('role', view.roleId)
  if (view.method !== null) query.set('method', view.method)
  if (view.sort !== 'name') query.set('sort', view.sort)
  if (view.direction !== 'ascending') query.set('direction', view.direction)
  if (after !== null) query.set('after', after)
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Does it leave anybody out? */
export function isFiltered({ search, status, roleId, method }: EnrollmentView): boolean {
  return search !== '' || status !== null || roleId !== null || method !== null
}

function oneOf<Known extends string>(known: readonly Known[], asked: string | null): Known | null {
  return known.find((name) => name === asked) ?? null
}
