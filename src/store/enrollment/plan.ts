import type { Under } from '../../engine/administration-ports.ts'
import type { EnrollmentRow, EnrollmentSort, EnrollmentStatus, EnrollmentView } from '../../engine/enrollment-status.ts'
import type { MethodId, Role } from '../../engine/model.ts'
import type { Cohort } from '../cohorts.ts'
import { compareText, foldedText } from '../folded-text.ts'
import { everybody, type Span, spansOf, statusOrder } from './standing.ts'

/** Some of one cohort: in every sort they are an unbroken range of an index, but for the span. */
export interface Part {
  cohort: Cohort
  span: Span
}

/** What comes before all of the next segment: users of one role, one status or one set of methods, sorted among themselves. */
export interface Segment {
  key: string
  parts: readonly Part[]
}

/** What a segment is sorted by, before the name. */
export type InnerSort = 'name' | 'backup-codes' | 'last-sign-in'

export function innerSortOf(sort: EnrollmentSort): InnerSort {
  return sort === 'backup-codes' || sort === 'last-sign-in' ? sort : 'name'
}

/** The cohorts that a view's filters leave, in the order of its sort. */
export function segmentsOf(cohorts: readonly Cohort[], under: Under, view: EnrollmentView): Segment[] {
  const statuses: readonly EnrollmentStatus[] = view.status === null ? statusOrder : [view.status]
  const isByStatus = view.sort === 'status'
  const parts = cohorts
    .filter(({ roles, methods }) => hasRole(roles, view.roleId) && hasMethod(methods, view.method))
    .flatMap((cohort) => {
      // Whoever is deactivated is neither late nor early.
      if (view.status === 'deactivated') return [{ key: keyOf(view.sort, cohort, 'deactivated'), cohort, span: everybody }]
      if (view.status === null && !isByStatus) return [{ key: keyOf(view.sort, cohort, null), cohort, span: everybody }]
      return statuses.flatMap((status) => spansOf(cohort, under, status).map((span) => ({ key: keyOf(view.sort, cohort, status), cohort, span })))
    })

  const segments = new Map<string, Part[]>()
  for (const { key, ...part } of parts) segments.set(key, [...(segments.get(key) ?? []), part])
  const sorted = [...segments].map(([key, parts]) => ({ key, parts })).toSorted((a, b) => compareText(a.key, b.key))
  return view.direction === 'ascending' ? sorted : sorted.toReversed()
}

/** The segment that somebody belongs to. */
export function keyOf(sort: EnrollmentSort, { methods, roles }: Pick<Cohort, 'methods' | 'roles'>, status: EnrollmentRow['status'] | null): string {
  switch (sort) {
    case 'role':
      return roleKey(roles[0])
    case 'status':
      return status === null || status === 'deactivated' ? '' : String(statusOrder.indexOf(status))
    case 'methods':
      return methods.join(' ')
    default:
      return ''
  }
}

export function hasRole(roles: readonly Role[], roleId: string | null): boolean {
  return roleId === null || roles.some(({ id }) => id === roleId)
}

export function hasMethod(methods: readonly MethodId[], method: EnrollmentView['method']): boolean {
  if (method === null) return true
  return method === 'none' ? methods.length === 0 : methods.includes(method)
}

/** By rank, then name: users without a role before all others. */
function roleKey(role: Role | undefined): string {
  if (role === undefined) return ''
  return `${String(role.rank + 1e12).padStart(14, '0')} ${foldedText(role.name)} ${role.id}`
}
