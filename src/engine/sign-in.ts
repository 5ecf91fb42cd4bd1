import { newToken } from '../crypto/token.ts'
import { auditChange } from './audit.ts'
import { noticesOfUse } from './backup-codes.ts'
import { CHALLENGE_SECONDS, findPending, findPendingOrNull, firstMethod, newChallenge, type Pending, SET_UP_SECONDS } from './challenge.ts'
import type { Change } from './changes.ts'
import { NightlatchError } from './errors.ts'
import { type DeviceCookie, findKnownDevice, rememberDevice } from './known-device.ts'
import type { Challenge, Client, Device, EnrollReason, MethodId, Person, User, Verified, Visitor } from './model.ts'
import { nextStep } from './next-step.ts'
import { notify } from './notices.ts'
import type { Ports } from './ports.ts'
import { commitProved, type NotProved, type Proved, prove } from './proof.ts'
import { missingSetUp, requiredSetUp } from './requirement.ts'
import { openChallenge } from './sent-code.ts'
import { trustDays } from './trusted-device.ts'

const DAY = 24 * 60 * 60

/** The end of a sign-in: what the owner of sessions turns into a session. */
export interface SignedIn {
  kind: 'signed-in'
  token: string // of the session; embedded, of the one-use verified result
  verified: Verified
  device: DeviceCookie | null // a cookie to set for this browser
  returnTo: string
  backupCodesLeft: number | null // told to somebody who has just used one
  offerBackupCodes: boolean // they never said that they keep their codes
}

export type SignInStep = SignedIn | { kind: 'verify' | 'set-up'; token: string; expiresAt: number }

/** Why a sign-in needed no more than it was given; for the audit log. */
export type SignInReason = 'verified' | 'set-up' | 'postponed' | 'trusted-device' | 'not-required'

/** Whose password was correct; with the epoch of that password, where the host knows it. */
export type Authenticated = Pick<User, 'id' | 'organizationId'> & Partial<Pick<User, 'passwordEpoch'>>

/** Goes on from a correct password: to a session, to a code, or to set-up. */
export async function beginSignIn(
  ports: Ports,
  user: Authenticated,
  visitor: Visitor,
  returnTo: string,
): Promise<SignInStep> {
  const person = await ports.store.findPerson(user.organizationId, user.id)
  if (person === null || person.user.deactivatedAt !== null) throw new NightlatchError('not_allowed')
  // It was changed while the old one was being hashed.
  if ((user.passwordEpoch ?? person.user.passwordEpoch) !== person.user.passwordEpoch) throw new NightlatchError('challenge_not_found')
  const device = await findKnownDevice(ports, user, visitor)
  const step = nextStep({ ...person, device, now: ports.clock() })
  const accepted = auditChange(ports, {
    action: 'sign-in.password-accepted',
    subjectId: user.id,
    detail: { next: step.kind, because: step.because },
    client: visitor,
  })

  if (step.kind === 'done') {
    const completed = completeSignIn(ports, person, { because: step.because, amr: ['pwd'], secondStepAt: null, device, rememberFor: null, client: visitor, returnTo })
    await commitOrRefuse(ports, user.organizationId, [...completed.changes, accepted])
    return completed.signedIn
  }

  await ports.store.commit(user.organizationId, [accepted])
  return step.kind === 'verify'
    ? await openSignIn(ports, person, { because: step.because, knownDeviceId: device?.id ?? null, amr: ['pwd'], returnTo }, visitor)
    : await openSetUp(ports, person, { because: step.because, knownDeviceId: device?.id ?? null, amr: ['pwd'], returnTo })
}

/** Checks the code of a pending sign-in, and ends it in a session or leads on to set-up. */
export async function verifySignIn(
  ports: Ports,
  input: { token: string; code: unknown; trustDevice: boolean; visitor: Visitor },
): Promise<SignInStep | NotProved> {
  const { visitor } = input
  const proved = await prove(ports, { kind: 'pending', token: input.token }, 'sign-in', input.code, visitor)
  if (proved.kind !== 'proved') return proved
  const { person, challenge, method } = proved
  const amr = [...challenge.amr, method.amr, 'mfa']

  // A pass replaces one second step, and the methods behind it are lost: they are set up again.
  if (method.id === 'recovery-pass') return await verifiedButMustSetUp(ports, proved, 'recovery', amr, visitor)
  if (missingSetUp(person, ports.clock()) !== null) return await verifiedButMustSetUp(ports, proved, 'method-not-allowed', amr, visitor)

  const device = await findKnownDevice(ports, person.user, visitor)
  const completed = completeSignIn(ports, person, {
    because: 'verified',
    method: method.id,
    amr,
    secondStepAt: ports.clock(),
    device,
    rememberFor: input.trustDevice ? trustDays(person.user, person.policy) * DAY : 0,
    client: visitor,
    returnTo: challenge.returnTo,
  })
  const refused = await commitProved(ports, proved, [...completed.changes, ...proved.spending, ...noticesOfUse(ports, proved, visitor)], visitor)
  return refused ?? { ...completed.signedIn, backupCodesLeft: method.id === 'backup-code' ? person.backupCodesLeft - 1 : null }
}

/** "Not now": signs in without set-up while the grace period lasts. */
export async function postponeSetUp(ports: Ports, token: string, visitor: Visitor): Promise<SignedIn> {
  const { challenge, person } = await findPending(ports, { kind: 'pending', token }, 'set-up')
  const skippableUntil = requiredSetUp(person, challenge, ports.clock())?.skippableUntil ?? null
  if (skippableUntil === null) throw new NightlatchError('not_allowed')

  const completed = completeSignIn(ports, person, {
    because: 'postponed',
    amr: challenge.amr,
    secondStepAt: null,
    device: await findKnownDevice(ports, person.user, visitor),
    rememberFor: null,
    client: visitor,
    returnTo: challenge.returnTo,
  })
  await commitOrRefuse(ports, person.user.organizationId, [
    ...completed.changes,
    { kind: 'challenge.consume', id: challenge.id, codeHash: null, at: ports.clock() },
    auditChange(ports, { action: 'sign-in.set-up-postponed', subjectId: person.user.id, client: visitor }),
  ])
  return completed.signedIn
}

/** "Sign in as somebody else": nothing is pending any more, and a code that was sent opens nothing. */
export async function abandonSignIn(ports: Ports, token: string): Promise<void> {
  const holder = { kind: 'pending', token } as const
  const found = (await findPendingOrNull(ports, holder, 'sign-in')) ?? (await findPendingOrNull(ports, holder, 'set-up'))
  if (found === null) return
  const { id, organizationId, codeHash } = found.challenge
  // Where another code is sent or the sign-in is completed just now, that came first.
  await ports.store.commit(organizationId, [{ kind: 'challenge.consume', id, codeHash, at: ports.clock() }])
}

/** What a commit needs to end a sign-in; it begins with the change that takes the user's lock. */
export function completeSignIn(
  ports: Ports,
  person: Person,
  facts: {
    because: SignInReason
    method?: MethodId // whose code proved it
    amr: readonly string[]
    secondStepAt: number | null
    device: Device | null
    rememberFor: number | null // seconds of trust, 0 for known only, null without a second step
    client: Client
    returnTo: string
    user?: User // as it will be after the commit, where the commit raises an epoch
  },
): { signedIn: SignedIn; changes: Change[] } {
  const { because, method = null, amr, secondStepAt, device, rememberFor, client, returnTo } = facts
  const user = facts.user ?? person.user
  const { id: userId, organizationId, passwordEpoch, factorEpoch } = user
  const at = ports.clock()
  // Field by field: a visitor's cookies must not come into the row that a verified result is kept in.
  const { address, agent } = client
  const verified: Verified = { organizationId, userId, amr, secondStepAt, passwordEpoch, factorEpoch, client: { address, agent }, at }
  const session = ports.sessions.open(verified)
  const remembered = rememberFor === null ? null : rememberDevice(ports, { user, former: device, trustSeconds: rememberFor, client })
  return {
    signedIn: {
      kind: 'signed-in',
      token: session.token,
      verified,
      device: remembered?.cookie ?? null,
      returnTo,
      backupCodesLeft: null,
      offerBackupCodes: secondStepAt !== null && user.enrolledAt !== null && user.backupCodesSavedAt === null,
    },
    changes: [
      { kind: 'user.signed-in', userId, passwordEpoch, factorEpoch, at },
      ...session.changes,
      ...(remembered?.changes ?? []),
      ...(remembered === null && device !== null ? [{ kind: 'device.used' as const, id: device.id, at }] : []),
      auditChange(ports, { action: 'sign-in.completed', subjectId: userId, method, detail: { amr: amr.join(' '), because }, client }),
      ...(rememberFor ? [auditChange(ports, { action: 'device.trusted', subjectId: userId, client })] : []),
      ...(rememberFor ? notify(ports, user, 'device-trusted', client, { days: rememberFor / DAY }) : []),
      // One message is enough where a new device is trusted at once.
      // Only a second step makes a browser known: a password alone would be told of every time.
      ...(rememberFor === 0 && device === null && user.lastSignInAt !== null ? notify(ports, user, 'new-device', client) : []),
    ],
  }
}

/** Opens the challenge whose code stands between the password and a session. */
async function openSignIn(
  ports: Ports,
  person: Person,
  facts: Pick<Challenge, 'because' | 'knownDeviceId' | 'amr' | 'returnTo'>,
  client: Client,
): Promise<SignInStep> {
  const { challenge, token } = withToken(newChallenge(ports, person, { purpose: 'sign-in', ...facts }))
  const pending: Pending = { challenge, person }
  challenge.method = firstMethod(ports, pending)
  await openChallenge(ports, pending, client)
  return { kind: 'verify', token, expiresAt: ports.clock() + CHALLENGE_SECONDS }
}

async function openSetUp(ports: Ports, person: Person, facts: Pick<Challenge, 'because' | 'knownDeviceId' | 'amr' | 'returnTo'>): Promise<SignInStep> {
  const { challenge, token } = setUpChallenge(ports, person, facts)
  await ports.store.commit(person.user.organizationId, [{ kind: 'challenge.open', challenge }])
  return { kind: 'set-up', token, expiresAt: challenge.expiresAt }
}

async function verifiedButMustSetUp(ports: Ports, proved: Proved, because: EnrollReason, amr: readonly string[], client: Client): Promise<SignInStep | NotProved> {
  const { person, challenge } = proved
  const { id: userId, passwordEpoch, factorEpoch } = person.user
  const next = setUpChallenge(ports, person, { ...challenge, because, amr })
  const changes: Change[] = [
    { kind: 'user.unchanged', userId, passwordEpoch, factorEpoch },
    ...proved.spending,
    { kind: 'challenge.open', challenge: next.challenge },
    ...noticesOfUse(ports, proved, client),
    ...(because === 'recovery' ? [auditChange(ports, { action: 'recovery-pass.used', subjectId: userId, client })] : []),
  ]
  return (await commitProved(ports, proved, changes, client)) ?? { kind: 'set-up', token: next.token, expiresAt: next.challenge.expiresAt }
}

function setUpChallenge(ports: Ports, person: Person, facts: Pick<Challenge, 'because' | 'knownDeviceId' | 'amr' | 'returnTo'>) {
  const { because, knownDeviceId, amr, returnTo } = facts
  const expiresAt = ports.clock() + SET_UP_SECONDS
  return withToken(newChallenge(ports, person, { purpose: 'set-up', because, knownDeviceId, amr, returnTo, expiresAt }))
}

function withToken(challenge: Challenge): { challenge: Challenge; token: string } {
  const { token, hash } = newToken(challenge.id)
  return { challenge: { ...challenge, tokenHash: hash }, token }
}

async function commitOrRefuse(ports: Ports, organizationId: string, changes: readonly Change[]): Promise<void> {
  if ((await ports.store.commit(organizationId, changes)) !== null) throw new NightlatchError('challenge_not_found')
}
