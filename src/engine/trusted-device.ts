import type { Device, EpochSeconds, Policy, User, VerifyReason } from './model.ts'
import { isAlwaysRequired } from './requirement.ts'

const DAY = 24 * 60 * 60

/** How many days this user's devices may be trusted; 0 when they may not. */
export function trustDays(user: User, policy: Policy): number {
  return isAlwaysRequired(user) && policy.alwaysRequiredTrustDays !== null
    ? Math.min(policy.trustDays, policy.alwaysRequiredTrustDays)
    : policy.trustDays
}

/** Whether a device spares its user the code, or else why it does not. */
export function trustOf(device: Device | null, user: User, policy: Policy, now: EpochSeconds): 'trusted' | VerifyReason {
  const days = trustDays(user, policy)
  if (device === null) return 'new-device'
  if (device.trustEndedBecause === 'reset') return 'reset'
  if (device.trustEndedBecause === 'revoked') return 'trust-revoked'
  const endsAt = trustEndsAt(device, days)
  if (endsAt === null) return 'not-trusted'
  if (days === 0) return 'trust-not-allowed'
  if (device.passwordEpoch !== user.passwordEpoch) return 'password-changed'
  if (device.factorEpoch !== user.factorEpoch) return 'method-changed'
  return now < endsAt ? 'trusted' : 'trust-ended'
}

/** When trust runs out. A shorter trust in the policy shortens the trust that was given before. */
export function trustEndsAt({ trustedAt, trustedUntil }: Pick<Device, 'trustedAt' | 'trustedUntil'>, days: number): EpochSeconds | null {
  return trustedAt === null || trustedUntil === null ? null : Math.min(trustedUntil, trustedAt + days * DAY)
}
