import type { Device, EnrollReason, EpochSeconds, MethodId, Person, VerifyReason } from './model.ts'
import { isAllowed, missingSetUp } from './requirement.ts'
import { trustOf } from './trusted-device.ts'

export type NextStep =
  | { kind: 'verify'; methods: readonly MethodId[]; because: VerifyReason }
  | { kind: 'enroll'; because: EnrollReason; skippableUntil: EpochSeconds | null }
  | { kind: 'done'; because: 'trusted-device' | 'not-required' }

/** Decides what still stands between a correct password and a session. */
export function nextStep(
  facts: Pick<Person, 'user' | 'policy' | 'authenticators'> & {
    device: Device | null // known for this user; null for any other browser
    now: EpochSeconds
  },
): NextStep {
  const { user, policy, authenticators, device, now } = facts

  if (authenticators.length === 0) {
    const missing = missingSetUp(facts, now)
    return missing === null
      ? { kind: 'done', because: 'not-required' }
      : { kind: 'enroll', because: missing.reason, skippableUntil: missing.skippableUntil }
  }

  const trust = trustOf(device, user, policy, now)
  const allowed = authenticators.filter((authenticator) => isAllowed(authenticator, policy))
  if (allowed.length === 0) {
    // Trust can't carry a retired method on: it is verified with once more, then another is added.
    return { kind: 'verify', methods: methodsOf(authenticators), because: 'method-not-allowed' }
  }
  return trust === 'trusted'
    ? { kind: 'done', because: 'trusted-device' }
    : { kind: 'verify', methods: methodsOf(allowed), because: trust }
}

function methodsOf(authenticators: readonly { method: MethodId }[]): MethodId[] {
  return [...new Set(authenticators.map((authenticator) => authenticator.method))]
}
