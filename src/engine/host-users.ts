import { auditChange } from './audit.ts'
import type { Change } from './changes.ts'
import { NightlatchError } from './errors.ts'
import type { Client, EnrollReason, EpochSeconds, Person, User } from './model.ts'
import { notify, nowhere } from './notices.ts'
import type { Ports } from './ports.ts'
import { missingSetUp } from './requirement.ts'

/** Who changed a host's user, where the host knows it. */
export interface ChangedBy {
  client?: Client // none: at the server
  actorId?: string | null // none: the user themself, or for (de)activation the server
}

/** What 2-step verification asks of somebody who is signed in, before their next page. */
export type Standing =
  | { kind: 'none' }
  | { kind: 'due'; because: EnrollReason; skippableUntil: EpochSeconds } // in grace: they may go on
  | { kind: 'set-up'; because: EnrollReason } // nothing else until it is done
  | { kind: 'sign-out'; why: 'unknown' | 'deactivated' }

type Owner = Pick<User, 'id' | 'organizationId'>

/** Asked by a host at each request of its own, as our pages ask it at each of theirs. */
export async function standingOf({ store, clock }: Ports, { organizationId, id }: Owner): Promise<Standing> {
  const person = await store.findPerson(organizationId, id)
  if (person === null) return { kind: 'sign-out', why: 'unknown' }
  if (person.user.deactivatedAt !== null) return { kind: 'sign-out', why: 'deactivated' }
  const missing = missingSetUp(person, clock())
  if (missing === null) return { kind: 'none' }
  const { reason: because, skippableUntil } = missing
  return skippableUntil === null ? { kind: 'set-up', because } : { kind: 'due', because, skippableUntil }
}

/** After a host changed a password: trust ends, what was pending is void, all other sessions end, and the person is told. */
export async function passwordChangedAtHost(ports: Ports, owner: Owner, by: ChangedBy & { exceptSessionId?: string | null }): Promise<void> {
  const { user } = await findOwned(ports, owner)
  const { client = nowhere, actorId = user.id, exceptSessionId = null } = by
  await commit(ports, user, [
    { kind: 'user.password-replaced', userId: user.id },
    ...ports.sessions.endOthers(user.id, exceptSessionId),
    auditChange(ports, { action: 'password.changed', actorId, subjectId: user.id, client }),
    ...notify(ports, user, 'password-changed', client),
  ])
  await ports.sessions.othersEnded?.(user, exceptSessionId)
}

/** Refuses somebody everywhere, from now on. What was trusted or pending is void also after a reactivation. */
export async function deactivateAtHost(ports: Ports, owner: Owner, { client = nowhere, actorId = null }: ChangedBy): Promise<void> {
  const { user } = await findOwned(ports, owner)
  const { id: userId } = user
  if (user.deactivatedAt === null) {
    await commit(ports, user, [
      { kind: 'user.deactivate', userId, at: ports.clock() },
      { kind: 'user.password-replaced', userId },
      { kind: 'devices.revoke-all', userId, because: 'revoked' },
      ...ports.sessions.endOthers(userId, null),
      auditChange(ports, { action: 'user.deactivated', actorId, subjectId: userId, client }),
    ])
  }
  // Also the second time, for the first may have been cut off before it.
  await ports.sessions.othersEnded?.(user, null)
}

/** Lets somebody in again. Their grace starts anew. */
export async function reactivateAtHost(ports: Ports, owner: Owner, { client = nowhere, actorId = null }: ChangedBy): Promise<void> {
  const { user } = await findOwned(ports, owner)
  if (user.deactivatedAt === null) return
  await commit(ports, user, [
    { kind: 'user.reactivate', userId: user.id, at: ports.clock() },
    auditChange(ports, { action: 'user.reactivated', actorId, subjectId: user.id, client }),
  ])
}

async function findOwned({ store }: Ports, { organizationId, id }: Owner): Promise<Person> {
  const person = await store.findPerson(organizationId, id)
  if (person === null) throw new NightlatchError('not_found')
  return person
}

async function commit({ store }: Ports, { organizationId }: User, changes: readonly Change[]): Promise<void> {
  if ((await store.commit(organizationId, changes)) !== null) throw new NightlatchError('conflict')
}
