import { bucketOf, currentMethod, isAvailable, mayResendAt, methodsFor, type Pending } from './challenge.ts'
import { refusalOf } from './lockout.ts'
import type { Method } from './method.ts'
import type { Challenge, EnrollReason, EpochSeconds, MethodId, Purpose, VerifyReason } from './model.ts'
import type { Ports } from './ports.ts'
import { requiredSetUp } from './requirement.ts'
import { trustDays } from './trusted-device.ts'

/** What a page may know of a challenge. */
export interface ChallengeView {
  purpose: Purpose
  method: MethodId | null
  keypad: Method['keypad']
  destination: string | null // what hints at the phone or address a code went to
  others: readonly MethodId[]
  phone: string | null // two last digits, where a text is one of the ways
  areTextsOff: boolean // this person has a phone for codes, and nobody may or can text to it
  backupCodesLeft: number
  because: VerifyReason | EnrollReason | null
  delivery: Challenge['delivery']
  limitedUntil: EpochSeconds | null // when a limited one may be asked for again, where that can be said
  mayResendAt: EpochSeconds | null // null: this method sends nothing
  codeExpiresAt: EpochSeconds | null
  attemptsLeft: number
  refusal: { kind: 'wait'; until: EpochSeconds } | { kind: 'locked' } | null
  trustDays: number // 0: trust is not offered
  trustOffBy: 'organization' | 'role' | null // whose rule keeps this device from being trusted
  skippableUntil: EpochSeconds | null // set-up only
  returnTo: string
}

/** Shows a challenge to a page: nothing that a stranger with the password should not read. */
export function viewOf(ports: Ports, pending: Pending): ChallengeView {
  const { challenge, person } = pending
  const now = ports.clock()
  const method = currentMethod(ports, pending)
  const sms = ports.methods.find(({ channel }) => channel === 'sms')
  const days = challenge.purpose === 'sign-in' ? trustDays(person.user, person.policy) : 0
  return {
    purpose: challenge.purpose,
    method: method?.id ?? null,
    keypad: method?.keypad ?? 'digits',
    destination: destinationHint(pending),
    others: methodsFor(ports, pending)
      .map(({ id }) => id)
      .filter((id) => id !== method?.id),
    phone: person.authenticators.find(({ method }) => method === 'sms')?.label ?? null,
    areTextsOff: sms !== undefined && person.authenticators.some(({ method }) => method === sms.id) && !isAvailable(ports, sms, person.organization),
    backupCodesLeft: person.backupCodesLeft,
    because: challenge.because,
    // What became of a text is no matter on the page of another way.
    delivery: (method?.channel ?? null) === null ? 'none' : challenge.delivery,
    limitedUntil: challenge.limitedUntil,
    mayResendAt: (method?.channel ?? null) === null ? null : mayResendAt(challenge),
    codeExpiresAt: (method?.channel ?? null) === null ? null : challenge.codeExpiresAt,
    attemptsLeft: challenge.attemptsLeft,
    refusal: method === null ? null : refusalOf(person.guard, bucketOf(challenge, method), now),
    trustDays: days,
    trustOffBy: days > 0 || challenge.purpose !== 'sign-in' ? null : person.policy.trustDays === 0 ? 'organization' : 'role',
    skippableUntil: challenge.purpose === 'set-up' ? (requiredSetUp(person, challenge, now)?.skippableUntil ?? null) : null,
    returnTo: challenge.returnTo,
  }
}

function destinationHint({ challenge, person }: Pending): string | null {
  if (challenge.purpose === 'confirm-email') return maskEmail(person.user.email ?? '')
  if (challenge.candidate !== null) return challenge.candidate.label
  return person.authenticators.find(({ method }) => method === challenge.method)?.label ?? null
}

/** `anna@example.org` as `a•••@example.org`. */
function maskEmail(email: string): string {
  return email.replace(/^(.)[^@]*/u, '$1•••')
}
