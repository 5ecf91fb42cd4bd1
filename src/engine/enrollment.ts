import { auditChange } from './audit.ts'
import { newBackupCodes } from './backup-codes.ts'
import { findPending, findPendingOrNull, type Holder, newChallenge, SET_UP_SECONDS } from './challenge.ts'
import { type ChallengeView, viewOf } from './challenge-view.ts'
import type { Change } from './changes.ts'
import { NightlatchError } from './errors.ts'
import { textCountries } from './fraud-shield.ts'
import { type DeviceCookie, findKnownDevice, rememberDevice } from './known-device.ts'
import type { Authenticator, MethodId, User, Visitor } from './model.ts'
import { notify } from './notices.ts'
import type { Ports } from './ports.ts'
import { commitProved, type NotProved, type Proved, prove } from './proof.ts'
import { openChallenge, secretContext } from './sent-code.ts'
import { findSettingUp, isConfirmedByEmail, methodsToSetUp, mustConfirmEmail, type SettingUp } from './set-up.ts'
import { completeSignIn, type SignedIn } from './sign-in.ts'
import { requireStepUp } from './step-up.ts'

export type EnrollmentStarted =
  | { kind: 'started'; reveal: Readonly<Record<string, string>>; view: ChallengeView }
  | { kind: 'invalid'; why: string }

/** A method is on. Its backup codes are in this answer, and nowhere else ever again. */
export interface Enrolled {
  kind: 'enrolled'
  method: MethodId
  replaced: boolean
  backupCodes: readonly string[] | null // null: the former ones stay good
  signIn: SignedIn | null // set-up during sign-in ends in a session
  sessionToken: string | null // signed in already: the session's new token, null where the host issues it
  device: DeviceCookie | null
  returnTo: string
}

/** Drafts a method and asks for the code that proves it; sends that code where the method sends one. */
export async function startEnrollment(
  ports: Ports,
  holder: Holder,
  methodId: MethodId,
  entered: Readonly<Record<string, string>>,
  visitor: Visitor,
): Promise<EnrollmentStarted> {
  const settingUp = await authorize(ports, holder)
  const { person, setUp } = settingUp
  const { user, organization } = person
  const method = ports.methods.find(({ id }) => id === methodId)
  if (method?.enrollment === undefined || !methodsToSetUp(ports, person).includes(methodId)) throw new NightlatchError('not_allowed')

  const { random, settings } = ports
  const draft = await method.enrollment.draft({ entered, user, organization, applicationName: settings.applicationName, random })
  if (draft.kind === 'invalid') return draft
  const isText = method.channel === 'sms'
  if (isText && !textCountries(settings.texts, organization).includes(String(draft.data['country']))) return { kind: 'invalid', why: 'country-not-allowed' }

  const device = await findKnownDevice(ports, user, visitor)
  const challenge = newChallenge(ports, person, {
    purpose: 'enroll',
    boundTo: holder.kind === 'session' ? holder.sessionId : (setUp?.id ?? null),
    method: methodId,
    knownDeviceId: device?.id ?? null,
    emailConfirmedAt: isConfirmedByEmail(ports, settingUp) ? ports.clock() : null,
    returnTo: setUp?.returnTo ?? '/',
    expiresAt: ports.clock() + SET_UP_SECONDS,
  })
  challenge.candidate = {
    method: methodId,
    label: draft.label,
    data: draft.data,
    sealedSecret: ports.seal.seal(draft.secret, secretContext(user.organizationId, user.id, challenge.id)),
    replaces: person.authenticators.find(({ method: held }) => held === methodId)?.id ?? null,
  }
  await openChallenge(ports, { challenge, person }, visitor)
  return { kind: 'started', reveal: draft.reveal, view: viewOf(ports, await findPending(ports, holder, 'enroll')) }
}

/**
 * Turns the drafted method on once its code has proved it.
 *
 * @returns `confirm-email` where policy or a role asks for a code by e-mail that
 *   was not asked for when the method was drafted: nothing was judged
 */
export async function confirmEnrollment(ports: Ports, holder: Holder, code: unknown, visitor: Visitor): Promise<Enrolled | NotProved | { kind: 'confirm-email' }> {
  const settingUp = await findSettingUp(ports, holder)
  if (await isUnconfirmed(ports, holder, settingUp)) return { kind: 'confirm-email' }
  const proved = await prove(ports, holder, 'enroll', code, visitor)
  if (proved.kind !== 'proved') return proved

  const turnedOn = turnOn(ports, proved, settingUp, visitor)
  const ending =
    holder.kind === 'session'
      ? await goOnSignedIn(ports, holder.sessionId, turnedOn.user, visitor)
      : await finishSignIn(ports, settingUp, proved, turnedOn.user, visitor)
  const changes = [...turnedOn.factors, ...proved.spending, ...turnedOn.changes, ...ending.changes]
  const refused = await commitProved(ports, proved, changes, visitor)
  if (refused !== null) return refused
  await ports.sessions.othersEnded?.(turnedOn.user, holder.kind === 'session' ? holder.sessionId : null)
  return { kind: 'enrolled', ...turnedOn.outcome, ...ending.outcome, returnTo: settingUp.setUp?.returnTo ?? '/' }
}

async function authorize(ports: Ports, holder: Holder): Promise<SettingUp> {
  const settingUp = holder.kind === 'session' ? { person: await requireStepUp(ports, holder), setUp: null } : await findSettingUp(ports, holder)
  if (await mustConfirmEmail(ports, holder, settingUp)) throw new NightlatchError('not_allowed')
  return settingUp
}

/** Was a code by e-mail asked for only after the method was drafted, and not given since? */
async function isUnconfirmed(ports: Ports, holder: Holder, settingUp: SettingUp): Promise<boolean> {
  if (!(await mustConfirmEmail(ports, holder, settingUp))) return false
  const drafted = await findPendingOrNull(ports, holder, 'enroll')
  return drafted !== null && drafted.challenge.emailConfirmedAt === null
}

/** The changes that make a candidate an authenticator. */
function turnOn(ports: Ports, proved: Proved, { person, setUp }: SettingUp, client: Visitor) {
  const { challenge, method, counter } = proved
  const { candidate } = challenge
  if (candidate === null) throw new NightlatchError('challenge_not_found')
  const { user, backupCodesLeft, authenticators } = person
  // After a recovery pass whatever was on before is lost, or in other hands.
  const isFresh = setUp?.because === 'recovery'
  const ended = authenticators.filter(({ id }) => isFresh || id === candidate.replaces)
  const now = ports.clock()
  const id = ports.random.id()
  const secret = ports.seal.open(candidate.sealedSecret, secretContext(user.organizationId, user.id, challenge.id))
  const authenticator: Authenticator = {
    id,
    userId: user.id,
    method: method.id,
    label: candidate.label,
    sealedSecret: ports.seal.seal(secret, secretContext(user.organizationId, user.id, id)),
    data: candidate.data,
    lastCounter: counter, // the set-up code counts as accepted (RFC 6238 §5.2)
    createdAt: now,
    lastUsedAt: null,
  }
  const codes = backupCodesLeft === 0 || isFresh ? newBackupCodes(ports, user) : null
  const changed: User = {
    ...user,
    factorEpoch: user.factorEpoch + 1,
    enrolledAt: isFresh ? now : (user.enrolledAt ?? now),
    backupCodesSavedAt: codes === null ? user.backupCodesSavedAt : null,
  }
  const replaced = candidate.replaces !== null && !isFresh
  const event = replaced ? 'method-changed' : setUp === null ? 'method-added' : 'method-added-at-sign-in'
  const facts = { method: method.id }
  return {
    user: changed,
    outcome: { method: method.id, replaced, backupCodes: codes?.shown ?? null },
    factors: [
      {
        kind: 'user.factors-changed',
        userId: user.id,
        passwordEpoch: user.passwordEpoch,
        factorEpoch: user.factorEpoch,
        enrolledAt: changed.enrolledAt,
        backupCodesSavedAt: changed.backupCodesSavedAt,
      },
    ] satisfies Change[],
    changes: [
      ...ended.map(({ id }) => ({ kind: 'authenticator.remove' as const, id, userId: user.id })),
      { kind: 'authenticator.add', authenticator, duringSignIn: setUp !== null && !setUp.amr.includes('mfa') },
      ...(codes?.changes ?? []),
      auditChange(ports, {
        action: replaced ? 'method.changed' : 'method.added',
        subjectId: user.id,
        method: method.id,
        detail: { during: setUp === null ? 'session' : 'sign-in' },
        client,
      }),
      ...notify(ports, user, event, client, facts),
      ...(codes === null ? [] : [auditChange(ports, { action: 'backup-codes.made', subjectId: user.id, client })]),
    ] satisfies Change[],
  }
}

async function goOnSignedIn(ports: Ports, sessionId: string, user: User, visitor: Visitor) {
  const renewed = ports.sessions.renew(sessionId, user.id)
  const former = await findKnownDevice(ports, user, visitor)
  const remembered = rememberDevice(ports, { user, former, trustSeconds: 0, client: visitor })
  return {
    outcome: { signIn: null, sessionToken: renewed.token, device: remembered.cookie },
    changes: [
      ...renewed.changes,
      ...ports.sessions.endOthers(user.id, sessionId),
      { kind: 'step-up.record' as const, sessionId, userId: user.id, factorEpoch: user.factorEpoch, at: ports.clock() },
      ...remembered.changes,
    ],
  }
}

async function finishSignIn(ports: Ports, { person, setUp }: SettingUp, { method }: Proved, user: User, visitor: Visitor) {
  if (setUp === null) throw new NightlatchError('challenge_not_found')
  const { signedIn, changes } = completeSignIn(ports, person, {
    because: 'set-up',
    method: method.id,
    user,
    amr: [...new Set([...setUp.amr, method.amr, 'mfa'])],
    secondStepAt: ports.clock(),
    device: await findKnownDevice(ports, user, visitor),
    rememberFor: 0,
    client: visitor,
    returnTo: setUp.returnTo,
  })
  return {
    outcome: { signIn: { ...signedIn, offerBackupCodes: false }, sessionToken: null, device: null },
    changes: [
      ...ports.sessions.endOthers(user.id, null),
      ...changes,
      { kind: 'challenge.consume' as const, id: setUp.id, codeHash: null, at: ports.clock() },
    ],
  }
}
