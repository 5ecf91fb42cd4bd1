import type { Authenticator, Challenge, EnrollReason, EpochSeconds, Person, Policy, User } from './model.ts'

const DAY = 24 * 60 * 60

/** What policy and roles ask of one user who has no allowed method yet. */
export interface Requirement {
  reason: EnrollReason
  skippableUntil: EpochSeconds | null // null: at once
}

/** Does a role of this user always require 2-step verification? */
export function isAlwaysRequired(user: User): boolean {
  return user.roles.some((role) => role.alwaysRequires)
}

/**
 * Decides what is required of a user, or null when nothing is. A role comes
 * before the organization: it has no grace and no exemption.
 */
export function requirementOf(user: User, policy: Policy, now: EpochSeconds): Requirement | null {
  if (isAlwaysRequired(user)) return { reason: 'role', skippableUntil: null }
  if (policy.requiredSince === null || isExempt(user, now)) return null

  const graceEndsAt = Math.max(policy.requiredSince, user.graceStartsAt) + policy.graceDays * DAY
  return { reason: 'organization', skippableUntil: now < graceEndsAt ? graceEndsAt : null }
}

/** Set-up that stands in the way of this person, or null when they are free to go on. */
export function missingSetUp({ user, policy, authenticators }: Pick<Person, 'user' | 'policy' | 'authenticators'>, now: EpochSeconds): Requirement | null {
  if (authenticators.some((authenticator) => isAllowed(authenticator, policy))) return null
  const requirement = requirementOf(user, policy, now)
  // Somebody else turned it off, and the password alone must not be enough until it is on again.
  if (isReported({ user, authenticators })) return { reason: 'reported', skippableUntil: null }
  if (authenticators.length === 0) return requirement

  // They chose a second step and its kind was retired since: they add another, and never fall back to none.
  return { reason: 'method-not-allowed', skippableUntil: requirement?.skippableUntil ?? null }
}

/** Have they said that somebody else took their second step away, and set up none since? No exemption reaches them. */
export function isReported({ user, authenticators }: Pick<Person, 'user' | 'authenticators'>): boolean {
  return authenticators.length === 0 && user.reportedAt !== null
}

/** What stands in the way of a sign-in that waits for set-up: after a recovery pass nothing excuses it. */
export function requiredSetUp(person: Pick<Person, 'user' | 'policy' | 'authenticators'>, setUp: Pick<Challenge, 'because'> | null, now: EpochSeconds): Requirement | null {
  return setUp?.because === 'recovery' ? { reason: 'recovery', skippableUntil: null } : missingSetUp(person, now)
}

export function isAllowed(authenticator: Pick<Authenticator, 'method'>, policy: Policy): boolean {
  return policy.allowedMethods.includes(authenticator.method)
}

function isExempt(user: User, now: EpochSeconds): boolean {
  return user.exemptUntil !== null && now < user.exemptUntil
}
