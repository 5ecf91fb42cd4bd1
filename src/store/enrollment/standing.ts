import type { Under } from '../../engine/administration-ports.ts'
import type { EnrollmentStatus } from '../../engine/enrollment-status.ts'
import type { EpochSeconds } from '../../engine/model.ts'
import type { Cohort } from '../cohorts.ts'

const DAY = 24 * 60 * 60

/** Of active users, in the order of how soon somebody should look. */
export const statusOrder = ['overdue', 'in-grace', 'not-started', 'exempt', 'enrolled'] as const satisfies EnrollmentStatus[]

/** Those of a cohort whom time tells from the rest; null: either. */
export interface Span {
  isExempt: boolean | null
  isInGrace: boolean | null
}

export const everybody: Span = { isExempt: null, isInGrace: null }

/** Whoever's grace starts later than this is in it. */
export function graceLimit({ policy, now }: Under): EpochSeconds {
  return now - policy.graceDays * DAY
}

/**
 * Which of a cohort have a status: `enrollmentStatus` turned around, so that
 * it becomes ranges. A property test holds the two together.
 */
export function spansOf(cohort: Pick<Cohort, 'methods' | 'roles' | 'isReported'>, under: Under, status: EnrollmentStatus): readonly Span[] {
  return spansByStatus(cohort, under)[status] ?? []
}

function spansByStatus({ methods, roles, isReported }: Pick<Cohort, 'methods' | 'roles' | 'isReported'>, under: Under): Partial<Record<EnrollmentStatus, readonly Span[]>> {
  const { allowedMethods, requiredSince } = under.policy
  const hasOnlyRetired = methods.length > 0
  if (methods.some((method) => allowedMethods.includes(method))) return { enrolled: [everybody] }
  if (isReported === true || roles.some(({ alwaysRequires }) => alwaysRequires)) return { overdue: [everybody] }
  if (requiredSince === null) return hasOnlyRetired ? { overdue: [everybody] } : { 'not-started': [everybody] }

  const exempt: Span = { isExempt: true, isInGrace: null }
  const ended = hasOnlyRetired ? { overdue: [exempt] } : { exempt: [exempt] }
  // Grace runs from the day it became required at the earliest.
  if (requiredSince > graceLimit(under)) return { ...ended, 'in-grace': [{ isExempt: false, isInGrace: null }] }
  return {
    ...ended,
    'in-grace': [{ isExempt: false, isInGrace: true }],
    overdue: [{ isExempt: false, isInGrace: false }, ...(ended.overdue ?? [])],
  }
}
