import type { EpochSeconds, User } from './model.ts'

/** What is true of everybody at first: nothing is set up, and the grace period runs from now. */
export function newcomer(at: EpochSeconds): Omit<User, 'id' | 'organizationId' | 'name' | 'userName' | 'email' | 'roles'> {
  return {
    deactivatedAt: null,
    enrolledAt: null,
    graceStartsAt: at,
    exemptUntil: null,
    passwordEpoch: 1,
    factorEpoch: 1,
    backupCodesSavedAt: null,
    lastSignInAt: null,
    recoveryPassUntil: null,
    reportedAt: null,
  }
}
