import { noticesOfUse } from './backup-codes.ts'
import { auditChange } from './audit.ts'
import { currentMethod, findPendingOrNull, firstMethod, type Holder, newChallenge } from './challenge.ts'
import { type ChallengeView, viewOf } from './challenge-view.ts'
import { NightlatchError } from './errors.ts'
import { findKnownDevice } from './known-device.ts'
import type { Client, EpochSeconds, Person, User, Visitor } from './model.ts'
import type { Ports } from './ports.ts'
import { commitProved, type NotProved, prove } from './proof.ts'

const FRESH_SECONDS = 5 * 60

/** Somebody signed in, as the host names them. */
export interface SessionHolder extends Extract<Holder, { kind: 'session' }> {}

/** A step-up that is fresh; `token` is the session's new one, null where the host issues it. */
export interface SteppedUp {
  kind: 'stepped-up'
  token: string | null
}

/** Somebody whose step-up is fresh. */
export interface SteppedUpPerson extends Person {
  steppedUpAt: EpochSeconds
}

/** Did this session give a real code within the last five minutes? A trusted device is none. */
export async function isSteppedUp(ports: Ports, holder: SessionHolder): Promise<boolean> {
  return (await freshSince(ports, holder, await findSignedIn(ports, holder))) !== null
}

/** Throws `step_up_required` unless the step-up is fresh; gives the person otherwise. */
export async function requireStepUp(ports: Pick<Ports, 'store' | 'clock'>, holder: SessionHolder): Promise<SteppedUpPerson> {
  const person = await findSignedIn(ports, holder)
  const steppedUpAt = await freshSince(ports, holder, person)
  if (steppedUpAt === null) throw new NightlatchError('step_up_required')
  return { ...person, steppedUpAt }
}

async function freshSince(ports: Pick<Ports, 'store' | 'clock'>, { organizationId, userId, sessionId }: SessionHolder, { user }: Person): Promise<EpochSeconds | null> {
  const given = await ports.store.findStepUp(organizationId, userId, sessionId)
  if (given === null || ports.clock() >= given.at + FRESH_SECONDS) return null
  // From before a change of methods elsewhere it may be the password alone, given by somebody else.
  return given.factorEpoch === user.factorEpoch ? given.at : null
}

export async function findSignedIn(ports: Pick<Ports, 'store'>, holder: SessionHolder): Promise<Person> {
  const person = await ports.store.findPerson(holder.organizationId, holder.userId)
  if (person === null || person.user.deactivatedAt !== null) throw new NightlatchError('not_allowed')
  return person
}

/**
 * Shows what this session is asked for; a challenge that is open is gone on
 * with. Nothing is sent yet: a page that is merely visited must cost no text.
 *
 * @returns `password` for somebody who has no method yet
 */
export async function viewStepUp(ports: Ports, holder: SessionHolder, visitor: Visitor): Promise<ChallengeView | 'password'> {
  const person = await findSignedIn(ports, holder)
  if (person.authenticators.length === 0) return 'password'

  const open = await findPendingOrNull(ports, holder, 'step-up')
  // A method that was retired meanwhile is not gone on with: there would be nothing to type.
  if (open !== null && open.challenge.attemptsLeft > 0 && currentMethod(ports, open) !== null) return viewOf(ports, open)

  const device = await findKnownDevice(ports, person.user, visitor)
  const challenge = newChallenge(ports, person, { purpose: 'step-up', boundTo: holder.sessionId, knownDeviceId: device?.id ?? null })
  challenge.method = firstMethod(ports, { challenge, person })
  await ports.store.commit(holder.organizationId, [{ kind: 'challenge.open', challenge }])
  return viewOf(ports, { challenge, person })
}

/** Checks the code of a step-up. */
export async function verifyStepUp(ports: Ports, holder: SessionHolder, code: unknown, client: Client): Promise<SteppedUp | NotProved> {
  const proved = await prove(ports, holder, 'step-up', code, client)
  if (proved.kind !== 'proved') return proved

  const recorded = recordStepUp(ports, holder, proved.person.user)
  const changes = [
    recorded.unchanged,
    ...proved.spending,
    ...recorded.changes,
    ...noticesOfUse(ports, proved, client),
    auditChange(ports, { action: 'step-up.completed', subjectId: holder.userId, method: proved.method.id, client }),
  ]
  return (await commitProved(ports, proved, changes, client)) ?? { kind: 'stepped-up', token: recorded.token }
}

/** The password given again, by somebody who has no method yet: enough to set one up. */
export async function stepUpByPassword(ports: Ports, holder: SessionHolder, client: Client): Promise<SteppedUp> {
  const person = await findSignedIn(ports, holder)
  if (person.authenticators.length > 0) throw new NightlatchError('not_allowed')

  const recorded = recordStepUp(ports, holder, person.user)
  const refused = await ports.store.commit(holder.organizationId, [
    recorded.unchanged,
    ...recorded.changes,
    auditChange(ports, { action: 'step-up.completed', subjectId: holder.userId, detail: { by: 'password' }, client }),
  ])
  if (refused !== null) throw new NightlatchError('conflict')
  return { kind: 'stepped-up', token: recorded.token }
}

function recordStepUp(ports: Ports, { sessionId }: SessionHolder, user: User) {
  const { id: userId, passwordEpoch, factorEpoch } = user
  const renewed = ports.sessions.renew(sessionId, userId)
  return {
    token: renewed.token,
    unchanged: { kind: 'user.unchanged' as const, userId, passwordEpoch, factorEpoch },
    changes: [...renewed.changes, { kind: 'step-up.record' as const, sessionId, userId, factorEpoch, at: ports.clock() }],
  }
}
