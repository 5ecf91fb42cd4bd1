import type { EpochSeconds, MethodId, Person, Policy, User } from './model.ts'
import { isAlwaysRequired, missingSetUp } from './requirement.ts'

/** Where somebody stands, for the administrators' list. */
export type EnrollmentStatus = 'enrolled' | 'exempt' | 'not-started' | 'in-grace' | 'overdue' | 'deactivated'

export interface StatusUntil {
  status: EnrollmentStatus
  until: EpochSeconds | null // of the exemption or the grace
}

/**
 * The status of one user. `overdue` is everybody who would be stopped at their
 * next request; whoever has only a retired method counts as not enrolled.
 */
export function enrollmentStatus(person: Pick<Person, 'user' | 'policy' | 'authenticators'>, now: EpochSeconds): StatusUntil {
  const { user, policy, authenticators } = person
  if (user.deactivatedAt !== null) return { status: 'deactivated', until: null }
  const missing = missingSetUp(person, now)
  const hasAllowed = authenticators.some(({ method }) => policy.allowedMethods.includes(method))
  if (hasAllowed) return { status: 'enrolled', until: null }
  if (missing !== null) {
    return missing.skippableUntil === null ? { status: 'overdue', until: null } : { status: 'in-grace', until: missing.skippableUntil }
  }
  return isExempted(user, policy, now) ? { status: 'exempt', until: user.exemptUntil } : { status: 'not-started', until: null }
}

function isExempted(user: User, policy: Policy, now: EpochSeconds): boolean {
  return policy.requiredSince !== null && !isAlwaysRequired(user) && user.exemptUntil !== null && now < user.exemptUntil
}

/** One line of the administrators' list. */
export interface EnrollmentRow extends StatusUntil {
  userId: string
  name: string
  userName: string
  email: string | null
  roles: readonly string[] // their names, highest rank first
  methods: readonly MethodId[]
  backupCodesLeft: number
  lastSignInAt: EpochSeconds | null
  setUpDuringSignInAt: EpochSeconds | null // marked, for a thief of the password could have done it
  deactivatedAt: EpochSeconds | null
  reportedAt: EpochSeconds | null // they said "It wasn't me", and have set up nothing since
}

export type EnrollmentSort = 'name' | 'role' | 'status' | 'methods' | 'backup-codes' | 'last-sign-in'

/** What the administrators' list shows: a bookmark of it says all of this. */
export interface EnrollmentView {
  sort: EnrollmentSort
  direction: 'ascending' | 'descending'
  status: EnrollmentStatus | null // null: everybody but the deactivated
  roleId: string | null
  method: MethodId | 'none' | null
  search: string // the start of any word of name or e-mail; '' for everybody
}
