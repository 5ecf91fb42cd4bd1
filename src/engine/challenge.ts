import { parseToken } from '../crypto/token.ts'
import { NightlatchError } from './errors.ts'
import { textCountries } from './fraud-shield.ts'
import type { Method } from './method.ts'
import type { Challenge, EpochSeconds, GuardBucket, MethodId, Organization, Person, Purpose } from './model.ts'
import type { ChallengeKey, Ports } from './ports.ts'
import { isAllowed } from './requirement.ts'

const MINUTE = 60
export const CHALLENGE_SECONDS = 10 * MINUTE // OWASP ASVS 5.0, 6.6.2
export const SET_UP_SECONDS = 30 * MINUTE // installing an app takes longer than typing a code
const ATTEMPTS = 5
const RESEND_WAITS = [30, 60, 120] // seconds after the first, second and any later text

/** Who a request speaks for: a pending sign-in (by its cookie) or somebody signed in. */
export type Holder =
  | { kind: 'pending'; token: string }
  | { kind: 'session'; organizationId: string; userId: string; sessionId: string }

/** An open challenge with the person it is about. */
export interface Pending {
  challenge: Challenge
  person: Person
}

/** A challenge that nothing was asked of yet. */
export function newChallenge(
  ports: Ports,
  person: Person,
  facts: Pick<Challenge, 'purpose'> & Partial<Challenge>,
): Challenge {
  const now = ports.clock()
  return {
    id: ports.random.id(),
    organizationId: person.user.organizationId,
    userId: person.user.id,
    tokenHash: null,
    boundTo: null,
    method: null,
    candidate: null,
    codeHash: null,
    codeExpiresAt: null,
    codeSentAt: null,
    sends: 0,
    delivery: 'none',
    limitedUntil: null,
    attemptsLeft: ATTEMPTS,
    because: null,
    knownDeviceId: null,
    emailConfirmedAt: null,
    amr: [],
    returnTo: '/',
    passwordEpoch: person.user.passwordEpoch,
    factorEpoch: person.user.factorEpoch,
    createdAt: now,
    expiresAt: now + CHALLENGE_SECONDS,
    consumedAt: null,
    ...facts,
  }
}

/** Finds what is pending. Throws `challenge_not_found` for anything unknown, expired, used or voided. */
export async function findPending(ports: Ports, holder: Holder, purpose: Purpose): Promise<Pending> {
  const challenge = await ports.store.findChallenge(await keyOf(ports, holder, purpose))
  if (challenge === null || challenge.purpose !== purpose) throw new NightlatchError('challenge_not_found')
  const person = await ports.store.findPerson(challenge.organizationId, challenge.userId)
  if (person === null || !isOpen(challenge, person, ports.clock())) throw new NightlatchError('challenge_not_found')
  return { challenge, person }
}

/** The same, or null where nothing is pending. Any other error is one. */
export async function findPendingOrNull(ports: Ports, holder: Holder, purpose: Purpose): Promise<Pending | null> {
  try {
    return await findPending(ports, holder, purpose)
  } catch (error) {
    if (error instanceof NightlatchError && error.code === 'challenge_not_found') return null
    throw error
  }
}

async function keyOf(ports: Ports, holder: Holder, purpose: Purpose): Promise<ChallengeKey> {
  if (holder.kind === 'session') {
    return { organizationId: holder.organizationId, userId: holder.userId, boundTo: holder.sessionId, purpose }
  }
  if (purpose === 'enroll' || purpose === 'confirm-email') {
    const { challenge } = await findPending(ports, holder, 'set-up')
    return { organizationId: challenge.organizationId, userId: challenge.userId, boundTo: challenge.id, purpose }
  }
  const token = parseToken(holder.token)
  if (token === null) throw new NightlatchError('challenge_not_found')
  return { id: token.id, tokenHash: token.hash }
}

function isOpen(challenge: Challenge, person: Person, now: EpochSeconds): boolean {
  return challenge.consumedAt === null && isOfNow(challenge, person, now)
}

/** Is what was asked, or answered, still about this person as they are now? */
export function isOfNow(challenge: Challenge, { user }: Person, now: EpochSeconds): boolean {
  return (
    now < challenge.expiresAt &&
    user.deactivatedAt === null &&
    challenge.passwordEpoch === user.passwordEpoch &&
    challenge.factorEpoch === user.factorEpoch
  )
}

/** The methods that may answer this challenge now, the one asked for first among them. */
export function methodsFor(ports: Ports, { challenge, person }: Pending): readonly Method[] {
  const ids = methodIdsFor(challenge, person, ports.clock())
  return ports.methods.filter((method) => ids.includes(method.id) && isAvailable(ports, method, person.organization))
}

/** Can this server use the method at all? Text messages need somebody who sends them, and a country that they may go to. */
export function isAvailable(ports: Ports, method: Method, organization: Organization): boolean {
  if (method.channel === null) return true
  if (ports.channels[method.channel] === undefined) return false
  return method.channel !== 'sms' || textCountries(ports.settings.texts, organization).length > 0
}

function methodIdsFor(challenge: Pick<Challenge, 'purpose' | 'candidate'>, person: Person, now: EpochSeconds): MethodId[] {
  switch (challenge.purpose) {
    case 'set-up':
      return []
    case 'confirm-email':
      return ['email']
    case 'enroll':
      return challenge.candidate === null ? [] : [challenge.candidate.method]
    case 'sign-in':
    case 'step-up': {
      const allowed = person.authenticators.filter((authenticator) => isAllowed(authenticator, person.policy))
      const held = allowed.length > 0 ? allowed : person.authenticators
      // A pass is read out to somebody who is signing in; it changes no settings.
      const hasPass = challenge.purpose === 'sign-in' && person.user.recoveryPassUntil !== null && now < person.user.recoveryPassUntil
      return [
        ...held.map(({ method }) => method),
        ...(person.backupCodesLeft > 0 ? (['backup-code'] as const) : []),
        ...(hasPass ? (['recovery-pass'] as const) : []),
      ]
    }
  }
}

/** The method to ask for first: the one used last, else the first in our order, which puts the app before texts. */
export function firstMethod(ports: Ports, pending: Pending): MethodId | null {
  const methods = methodsFor(ports, pending)
  const lastUsed = pending.person.authenticators
    .filter(({ lastUsedAt }) => lastUsedAt !== null)
    .toSorted((a, b) => (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0))
    .find((authenticator) => methods.some(({ id }) => id === authenticator.method))
  return lastUsed?.method ?? methods[0]?.id ?? null
}

/** The method that this challenge asks for now. */
export function currentMethod(ports: Ports, pending: Pending): Method | null {
  return methodsFor(ports, pending).find(({ id }) => id === pending.challenge.method) ?? null
}

export function bucketOf(challenge: Challenge, method: Method): GuardBucket {
  if (method.budget === 'backup') return 'backup'
  return challenge.knownDeviceId === null ? 'other' : 'known'
}

/** When the next text may be asked for; now or earlier means at once. */
export function mayResendAt({ codeSentAt, sends, limitedUntil }: Challenge): EpochSeconds {
  const waited = codeSentAt === null ? 0 : codeSentAt + (RESEND_WAITS[Math.min(sends, RESEND_WAITS.length) - 1] ?? 0)
  return Math.max(waited, limitedUntil ?? 0)
}
