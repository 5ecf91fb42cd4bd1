import { type AdministrationPorts, findSubject, requireActingAdministrator, whileAnotherAdministers } from './administrator.ts'
import { type AuditAction, auditChange } from './audit.ts'
import type { Change } from './changes.ts'
import { NightlatchError } from './errors.ts'
import type { Client, EpochSeconds, NoticeEvent, Person } from './model.ts'
import { notify } from './notices.ts'
import { newPass } from './recovery-pass.ts'
import { isAlwaysRequired } from './requirement.ts'
import type { SessionHolder } from './step-up.ts'

const YEAR = 365 * 24 * 60 * 60
const LONGEST_REASON = 200

/** What an administrator does for one person. A rule that stands against it is an outcome: the page says why. */
export type Helped = { kind: 'done' } | { kind: 'refused'; why: 'last-administrator' | 'always-required' | 'not-enrolled' | 'deactivated' | 'bad-date' | 'no-reason' }

/** Lost phone: the person's methods end, and they set up again at the next sign-in. Their devices and sessions end too. */
export async function resetPerson(ports: AdministrationPorts, holder: SessionHolder, userId: string, client: Client): Promise<Helped> {
  const { actor, subject } = await actOn(ports, holder, userId)
  const { user } = subject
  if (user.deactivatedAt !== null) return { kind: 'refused', why: 'deactivated' }
  const refused = await ports.store.commit(user.organizationId, [
    ...whileAnotherAdministers(subject),
    ...startOver(ports, subject),
    ...told(ports, actor, subject, 'user.reset', 'reset-by-administrator', client),
  ])
  if (refused === 'administrator.remains') return { kind: 'refused', why: 'last-administrator' }
  if (refused !== null) throw new NightlatchError('conflict')
  await ports.sessions.othersEnded?.(user, null)
  return { kind: 'done' }
}

/** The same by whoever works on the server itself: a sole administrator has nobody else. Throws `not_found`. */
export async function resetAtServer(ports: AdministrationPorts, { organizationId, userId }: { organizationId: string; userId: string }, client: Client): Promise<Person> {
  const subject = await ports.store.findPerson(organizationId, userId)
  if (subject === null) throw new NightlatchError('not_found')
  await commit(ports, subject, [
    ...startOver(ports, subject),
    auditChange(ports, { action: 'user.reset', actorId: null, subjectId: userId, client }),
    ...notify(ports, subject.user, 'reset-by-administrator', client),
  ])
  await ports.sessions.othersEnded?.(subject.user, null)
  return subject
}

function startOver(ports: AdministrationPorts, { user, authenticators }: Person): Change[] {
  const { id: userId, passwordEpoch, factorEpoch } = user
  return [
    { kind: 'user.factors-changed', userId, passwordEpoch, factorEpoch, enrolledAt: null, backupCodesSavedAt: null },
    ...authenticators.map(({ id }) => ({ kind: 'authenticator.remove' as const, id, userId })),
    { kind: 'backup-codes.remove', userId },
    { kind: 'devices.revoke-all', userId, because: 'reset' },
    { kind: 'guard.unlock', userId },
    ...ports.sessions.endOthers(userId, null),
  ]
}

/** After too many wrong codes: six-digit codes work again. */
export async function unlockPerson(ports: AdministrationPorts, holder: SessionHolder, userId: string, client: Client): Promise<Helped> {
  const { actor, subject } = await actOn(ports, holder, userId)
  await commit(ports, subject, [{ kind: 'guard.unlock', userId }, ...told(ports, actor, subject, 'user.unlocked', 'unlocked-by-administrator', client)])
  return { kind: 'done' }
}

export async function revokeDevicesOf(ports: AdministrationPorts, holder: SessionHolder, userId: string, client: Client): Promise<Helped> {
  const { actor, subject } = await actOn(ports, holder, userId)
  await commit(ports, subject, [
    { kind: 'devices.revoke-all', userId, because: 'revoked' },
    ...told(ports, actor, subject, 'device.all-revoked', 'devices-revoked-by-administrator', client),
  ])
  return { kind: 'done' }
}

export async function signOutEverywhere(ports: AdministrationPorts, holder: SessionHolder, userId: string, client: Client): Promise<Helped> {
  const { actor, subject } = await actOn(ports, holder, userId)
  await commit(ports, subject, [
    ...ports.sessions.endOthers(userId, null),
    ...told(ports, actor, subject, 'session.all-ended', 'signed-out-by-administrator', client),
  ])
  await ports.sessions.othersEnded?.(subject.user, null)
  return { kind: 'done' }
}

/** A recovery pass, to be read out to somebody whose identity was checked. It is in this answer alone. */
export async function issueRecoveryPass(
  ports: AdministrationPorts,
  holder: SessionHolder,
  userId: string,
  client: Client,
): Promise<{ kind: 'issued'; pass: string; expiresAt: EpochSeconds } | Extract<Helped, { kind: 'refused' }>> {
  const { actor, subject } = await actOn(ports, holder, userId)
  // What was read out meanwhile would open the account in the hour after a reactivation.
  if (subject.user.deactivatedAt !== null) return { kind: 'refused', why: 'deactivated' }
  // Somebody with no second step needs none replaced: their password leads to set-up.
  if (subject.authenticators.length === 0) return { kind: 'refused', why: 'not-enrolled' }
  const { passwordEpoch, factorEpoch } = subject.user
  const { shown, expiresAt, changes } = newPass(ports, subject.user, actor.user.id, client)
  // Whoever was deactivated, or set up anew, since the look above gets none.
  await commit(ports, subject, [{ kind: 'user.unchanged', userId, passwordEpoch, factorEpoch }, ...changes])
  return { kind: 'issued', pass: shown, expiresAt }
}

/** Exempts somebody for a time, with a reason; null ends the exemption. */
export async function exemptPerson(
  ports: AdministrationPorts,
  holder: SessionHolder,
  userId: string,
  exemption: { until: EpochSeconds; reason: string } | null,
  client: Client,
): Promise<Helped> {
  const { actor, subject } = await actOn(ports, holder, userId)
  if (exemption === null) {
    await commit(ports, subject, [{ kind: 'user.exempt', userId, until: null }, audit(ports, actor, subject, 'user.exemption-ended', client)])
    return { kind: 'done' }
  }

  const { until, reason } = exemption
  const now = ports.clock()
  if (isAlwaysRequired(subject.user)) return { kind: 'refused', why: 'always-required' }
  if (!(until > now && until <= now + YEAR)) return { kind: 'refused', why: 'bad-date' }
  if (reason.trim() === '' || reason.length > LONGEST_REASON) return { kind: 'refused', why: 'no-reason' }
  await commit(ports, subject, [
    { kind: 'user.exempt', userId, until },
    audit(ports, actor, subject, 'user.exempted', client, { until, reason: reason.trim() }),
  ])
  return { kind: 'done' }
}

async function actOn(ports: AdministrationPorts, holder: SessionHolder, userId: string): Promise<{ actor: Person; subject: Person }> {
  const actor = await requireActingAdministrator(ports, holder)
  return { actor, subject: await findSubject(ports, actor, userId) }
}

async function commit(ports: AdministrationPorts, { user }: Person, changes: readonly Change[]): Promise<void> {
  if ((await ports.store.commit(user.organizationId, changes)) !== null) throw new NightlatchError('conflict')
}

function audit(ports: AdministrationPorts, actor: Person, subject: Person, action: AuditAction, client: Client, detail: Record<string, string | number> = {}): Change {
  return auditChange(ports, { action, actorId: actor.user.id, subjectId: subject.user.id, detail, client })
}

function told(ports: AdministrationPorts, actor: Person, subject: Person, action: AuditAction, event: NoticeEvent, client: Client): Change[] {
  return [audit(ports, actor, subject, action, client), ...notify(ports, subject.user, event, client)]
}
