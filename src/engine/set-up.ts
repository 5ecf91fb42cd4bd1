import { auditChange } from './audit.ts'
import { findPending, findPendingOrNull, type Holder, isAvailable, isOfNow, newChallenge, type Pending, SET_UP_SECONDS } from './challenge.ts'
import { type ChallengeView, viewOf } from './challenge-view.ts'
import type { Change } from './changes.ts'
import { NightlatchError } from './errors.ts'
import { textCountries } from './fraud-shield.ts'
import type { Challenge, Client, EnrollReason, EpochSeconds, MethodId, Organization, Person } from './model.ts'
import type { Ports } from './ports.ts'
import { commitProved, type NotProved, prove } from './proof.ts'
import { isAlwaysRequired, requiredSetUp } from './requirement.ts'
import { openChallenge, resendCode } from './sent-code.ts'
import { findSignedIn } from './step-up.ts'

/** What the set-up pages need to know before a method is chosen. */
export interface SetUpView {
  name: string
  userName: string
  organization: Organization
  because: EnrollReason | null // null: set up by choice
  role: string | null // the name of the one that always requires it
  skippableUntil: EpochSeconds | null // pending sign-ins only
  methods: readonly MethodId[] // that may be set up here, our recommendation first
  unavailable: readonly MethodId[] // that policy allows, and this server has no way to carry
  textCountries: readonly string[] // that texts may go to; none: texts are off
  held: readonly MethodId[] // that are on already
  backupCodesLeft: number
  confirmEmail: string | null // the hint of the address that must be confirmed first
  returnTo: string
}

/** Who sets up, and for a pending sign-in the challenge that lets them. */
export interface SettingUp {
  person: Person
  setUp: Challenge | null // null: signed in
}

/** Finds who sets up 2-step verification; throws `challenge_not_found` when the pending sign-in is over. */
export async function findSettingUp(ports: Ports, holder: Holder): Promise<SettingUp> {
  if (holder.kind === 'session') return { person: await findSignedIn(ports, holder), setUp: null }
  const { person, challenge } = await findPending(ports, holder, 'set-up')
  return { person, setUp: challenge }
}

export async function viewSetUp(ports: Ports, holder: Holder): Promise<SetUpView> {
  const settingUp = await findSettingUp(ports, holder)
  const { person, setUp } = settingUp
  const missing = requiredSetUp(person, setUp, ports.clock())
  return {
    name: person.user.name,
    userName: person.user.userName,
    organization: person.organization,
    because: missing?.reason ?? null,
    role: person.user.roles.find(({ alwaysRequires }) => alwaysRequires)?.name ?? null,
    skippableUntil: setUp === null ? null : (missing?.skippableUntil ?? null),
    methods: methodsToSetUp(ports, person),
    unavailable: ports.methods
      .filter((method) => person.policy.allowedMethods.includes(method.id) && !isAvailable(ports, method, person.organization))
      .map(({ id }) => id),
    textCountries: textCountries(ports.settings.texts, person.organization),
    held: person.authenticators.map(({ method }) => method),
    backupCodesLeft: person.backupCodesLeft,
    confirmEmail: (await mustConfirmEmail(ports, holder, settingUp)) ? viewOf(ports, emailConfirmation(ports, holder, settingUp)).destination : null,
    returnTo: setUp?.returnTo ?? '/',
  }
}

/** The methods that this person may set up. */
export function methodsToSetUp(ports: Ports, { policy, organization }: Person): MethodId[] {
  return ports.methods
    .filter((method) => method.enrollment !== undefined && isAvailable(ports, method, organization) && policy.allowedMethods.includes(method.id))
    .map(({ id }) => id)
}

/**
 * Must set-up be confirmed by e-mail first? It keeps a thief of the password
 * from setting up a phone of their own: during a sign-in, and signed in where
 * the password alone is what there is to give again. Nobody without an address
 * is asked, for they could never get in.
 */
export async function mustConfirmEmail(ports: Ports, holder: Holder, settingUp: SettingUp): Promise<boolean> {
  if (!isConfirmedByEmail(ports, settingUp)) return false
  const { person, setUp } = settingUp
  return setUp === null ? !(await hasConfirmedEmail(ports, holder, person)) : setUp.emailConfirmedAt === null
}

/** Is this set-up one that a code by e-mail confirms, given already or not? */
export function isConfirmedByEmail({ channels }: Ports, { person, setUp }: SettingUp): boolean {
  const { user, policy, authenticators } = person
  if (user.email === null || channels.mail === undefined) return false
  if (setUp === null ? authenticators.length > 0 : setUp.amr.includes('mfa')) return false
  // Whoever turned it off in their place may know the password.
  if (user.reportedAt !== null) return true
  return policy.confirmSetUpByEmail === 'everybody' || (policy.confirmSetUpByEmail === 'always-required' && isAlwaysRequired(user))
}

/** A session has no challenge of its own to note it on: the answered one says so, until its time is over. */
async function hasConfirmedEmail(ports: Ports, holder: Holder, person: Person): Promise<boolean> {
  if (holder.kind !== 'session') return false
  const { organizationId, userId, sessionId: boundTo } = holder
  const answered = await ports.store.findChallenge({ organizationId, userId, boundTo, purpose: 'confirm-email' })
  return answered !== null && answered.emailConfirmedAt !== null && isOfNow(answered, person, ports.clock())
}

/**
 * Sends the code that confirms set-up to the person's address; again only when
 * the wait is over, and with the attempts that are left. When none are, a
 * sign-in starts again (`challenge_not_found`), and a session asks afresh: the
 * count of the account goes on.
 */
export async function sendEmailConfirmation(ports: Ports, holder: Holder, client: Client): Promise<ChallengeView> {
  const settingUp = await findSettingUp(ports, holder)
  if (!(await mustConfirmEmail(ports, holder, settingUp))) throw new NightlatchError('not_allowed')
  const open = await findPendingOrNull(ports, holder, 'confirm-email')
  const isSpent = open?.challenge.attemptsLeft === 0
  if (isSpent && settingUp.setUp !== null) throw new NightlatchError('challenge_not_found')
  if (open === null || isSpent) await openChallenge(ports, emailConfirmation(ports, holder, settingUp), client)
  else await resendCode(ports, holder, 'confirm-email', client)
  return viewOf(ports, await findPending(ports, holder, 'confirm-email'))
}

export async function verifyEmailConfirmation(ports: Ports, holder: Holder, code: unknown, client: Client): Promise<{ kind: 'confirmed' } | NotProved> {
  const { setUp } = await findSettingUp(ports, holder)
  const proved = await prove(ports, holder, 'confirm-email', code, client)
  if (proved.kind !== 'proved') return proved

  const { id: userId, passwordEpoch, factorEpoch } = proved.person.user
  const changes: Change[] = [
    { kind: 'user.unchanged', userId, passwordEpoch, factorEpoch },
    // Before it is consumed: signed in, it is noted on the answered challenge itself.
    { kind: 'challenge.email-confirmed', id: setUp?.id ?? proved.challenge.id, at: ports.clock() },
    ...proved.spending,
    auditChange(ports, { action: 'set-up.email-confirmed', subjectId: userId, client }),
  ]
  return (await commitProved(ports, proved, changes, client)) ?? { kind: 'confirmed' }
}

function emailConfirmation(ports: Ports, holder: Holder, { person, setUp }: SettingUp): Pending {
  const boundTo = holder.kind === 'session' ? holder.sessionId : (setUp?.id ?? null)
  // It lives as long as the set-up: a later one would come with fresh attempts.
  const expiresAt = setUp?.expiresAt ?? ports.clock() + SET_UP_SECONDS
  return { person, challenge: newChallenge(ports, person, { purpose: 'confirm-email', boundTo, method: 'email', expiresAt }) }
}
