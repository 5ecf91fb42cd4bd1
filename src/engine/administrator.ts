import { auditChange } from './audit.ts'
import { NightlatchError } from './errors.ts'
import type { AdministrationStore } from './administration-ports.ts'
import type { Client, Person } from './model.ts'
import type { Change } from './changes.ts'
import type { Ports, Store } from './ports.ts'
import { mayAdminister, requireRank } from './rank.ts'
import { isAllowed } from './requirement.ts'
import { findSignedIn, requireStepUp, type SessionHolder } from './step-up.ts'

/** What the rules of administration need beside the others. */
export interface AdministrationPorts extends Ports {
  store: Store & AdministrationStore
}

/** Why somebody with the right role can't administer yet. Their own set-up comes first. */
export type NotReady = 'not-enrolled' | 'method-not-allowed' | 'no-backup-codes'

/** What an administrator lacks to make rules for others; null when nothing. */
export function notReady({ authenticators, policy, backupCodesLeft }: Person, allowedMethods = policy.allowedMethods): NotReady | null {
  if (authenticators.length === 0) return 'not-enrolled'
  if (!authenticators.some((authenticator) => isAllowed(authenticator, { ...policy, allowedMethods }))) return 'method-not-allowed'
  return backupCodesLeft === 0 ? 'no-backup-codes' : null
}

/** Somebody who may look: the role, and a second step of their own. Throws `not_allowed`. */
export async function requireAdministrator(ports: Pick<Ports, 'store'>, holder: SessionHolder): Promise<Person> {
  const person = await findSignedIn(ports, holder)
  if (!mayAdminister(person.user) || person.authenticators.length === 0) throw new NightlatchError('not_allowed')
  return person
}

/** Somebody who may change: the same, with a fresh code. Throws `not_allowed` or `step_up_required`. */
export async function requireActingAdministrator(ports: Pick<Ports, 'store' | 'clock'>, holder: SessionHolder): Promise<Person> {
  const person = await requireAdministrator(ports, holder)
  await requireStepUp(ports, holder)
  return person
}

/** The person who is acted on: of the same organization (else not found), not oneself, not of higher rank. */
export async function findSubject(ports: Pick<Ports, 'store'>, actor: Person, userId: string): Promise<Person> {
  const subject = await findPersonOf(ports, actor, userId)
  requireRank(actor, subject)
  return subject
}

/** Anybody of the same organization, to look at. Throws `not_found`. */
export async function findPersonOf(ports: Pick<Ports, 'store'>, actor: Person, userId: string): Promise<Person> {
  const subject = await ports.store.findPerson(actor.user.organizationId, userId)
  if (subject === null) throw new NightlatchError('not_found')
  return subject
}

const LONGEST_PATH = 200
const MINUTE = 60

/**
 * Writes down that somebody asked for what they have no right to: the first
 * time at once, then once a minute for each route, so that nobody fills the log.
 */
export async function noteRefusal(ports: Ports, { organizationId, userId }: SessionHolder, asked: { route: string; path: string }, client: Client): Promise<void> {
  const { route, path } = asked
  const at = ports.clock()
  await ports.store.commit(organizationId, [
    { kind: 'refusal.note', userId, route, since: at - MINUTE, at },
    auditChange(ports, { action: 'access.refused', result: 'failure', subjectId: userId, detail: { path: path.slice(0, LONGEST_PATH) }, client }),
  ])
}

/** Writes down that a list was taken away as a file. */
export async function noteDownload(ports: Ports, { organizationId, userId }: SessionHolder, file: 'people' | 'audit-log', client: Client): Promise<void> {
  await ports.store.commit(organizationId, [auditChange(ports, { action: 'file.downloaded', actorId: userId, detail: { file }, client })])
}

/** An organization never loses its last administrator who could do anything. */
export function whileAnotherAdministers({ user }: Person): Change[] {
  return mayAdminister(user) ? [{ kind: 'administrator.remains', butUserId: user.id }] : []
}
