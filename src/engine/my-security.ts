import { auditChange, type AuditEvent } from './audit.ts'
import { newBackupCodes } from './backup-codes.ts'
import type { Change } from './changes.ts'
import { NightlatchError } from './errors.ts'
import { findKnownDevice, isTrustedAt } from './known-device.ts'
import type { Client, Device, EpochSeconds, MethodId, NoticeEvent, Person, User, Visitor } from './model.ts'
import { notify } from './notices.ts'
import type { Ports } from './ports.ts'
import { isAllowed, requirementOf } from './requirement.ts'
import { methodsToSetUp } from './set-up.ts'
import { findSignedIn, requireStepUp, type SessionHolder, type SteppedUpPerson } from './step-up.ts'
import { trustDays, trustEndsAt, trustOf } from './trusted-device.ts'

/** "My sign-in security", as data. */
export interface MySecurity {
  methods: readonly {
    id: string
    method: MethodId
    label: string
    addedAt: EpochSeconds
    lastUsedAt: EpochSeconds | null
    isAllowed: boolean
    isRemovable: boolean // false: the last one, while it is required
  }[]
  addable: readonly MethodId[]
  backupCodesLeft: number
  backupCodesSaved: boolean
  requirement: 'organization' | 'role' | null // null: may be turned off
  trustDays: number // 0: no device is trusted
  noticesTo: string | null // the e-mail address that hears of changes; null: none does
}

export interface TrustedDevice extends Pick<Device, 'id' | 'agent' | 'address' | 'trustedAt' | 'trustedUntil' | 'lastUsedAt'> {
  isThisOne: boolean
}

/** A change that policy does not allow is an outcome: the page says why. */
export type Removed = { kind: 'removed'; token: string | null } | { kind: 'refused'; why: 'required' }

export async function viewMySecurity(ports: Ports, holder: SessionHolder): Promise<MySecurity> {
  const person = await findSignedIn(ports, holder)
  const { user, policy, authenticators } = person
  const held = authenticators.map(({ method }) => method)
  return {
    methods: authenticators.map((authenticator) => ({
      id: authenticator.id,
      method: authenticator.method,
      label: authenticator.label,
      addedAt: authenticator.createdAt,
      lastUsedAt: authenticator.lastUsedAt,
      isAllowed: isAllowed(authenticator, policy),
      isRemovable: mayRemove(person, authenticator.id, ports.clock()),
    })),
    addable: methodsToSetUp(ports, person).filter((method) => !held.includes(method)),
    backupCodesLeft: person.backupCodesLeft,
    backupCodesSaved: user.backupCodesSavedAt !== null,
    requirement: requiredBy(person, ports.clock()),
    trustDays: trustDays(user, policy),
    noticesTo: ports.channels.mail === undefined ? null : user.email,
  }
}

/** Removes one method; removing the last one turns 2-step verification off. */
export async function removeMethod(ports: Ports, holder: SessionHolder, authenticatorId: string, client: Client): Promise<Removed> {
  const person = await requireStepUp(ports, holder)
  const authenticator = person.authenticators.find(({ id }) => id === authenticatorId)
  if (authenticator === undefined) throw new NightlatchError('not_found')
  if (!mayRemove(person, authenticatorId, ports.clock())) return { kind: 'refused', why: 'required' }
  if (person.authenticators.length === 1) return await turnOff(ports, holder, client)

  return await changeFactors(ports, holder, person, person.user.enrolledAt, [
    { kind: 'authenticator.remove', id: authenticatorId, userId: person.user.id },
    ...told(ports, person.user, 'method.removed', 'method-removed', client, authenticator.method),
  ])
}

/** Turns 2-step verification off, where nothing requires it. */
export async function turnOff(ports: Ports, holder: SessionHolder, client: Client): Promise<Removed> {
  const person = await requireStepUp(ports, holder)
  const { user, authenticators } = person
  if (requiredBy(person, ports.clock()) !== null) return { kind: 'refused', why: 'required' }
  // It is off: in another tab, perhaps. Nothing changes, so nothing ends and nobody is told.
  if (authenticators.length === 0) return { kind: 'removed', token: null }
  return await changeFactors(ports, holder, person, null, [
    ...authenticators.map(({ id }) => ({ kind: 'authenticator.remove' as const, id, userId: user.id })),
    { kind: 'backup-codes.remove', userId: user.id },
    ...told(ports, user, 'two-step.turned-off', 'turned-off', client),
  ])
}

/** A new set of backup codes, shown in this answer alone; the former ones die in the same commit. */
export async function makeBackupCodes(ports: Ports, holder: SessionHolder, client: Client): Promise<readonly string[]> {
  const { user, authenticators } = await requireStepUp(ports, holder)
  if (authenticators.length === 0) throw new NightlatchError('not_allowed')
  const { shown, madeAt, changes } = newBackupCodes(ports, user)
  await commitOrConflict(ports, user.organizationId, [
    unchanged(user),
    ...changes,
    { kind: 'user.backup-codes-saved', userId: user.id, at: null },
    auditChange(ports, { action: 'backup-codes.made', subjectId: user.id, client }),
    ...notify(ports, user, 'backup-codes-made', client, { madeAt }),
  ])
  return shown
}

/** The person says that they keep their codes; until then every sign-in offers a new set. */
export async function saveBackupCodes(ports: Ports, holder: SessionHolder): Promise<void> {
  await ports.store.commit(holder.organizationId, [{ kind: 'user.backup-codes-saved', userId: holder.userId, at: ports.clock() }])
}

/** The browsers that are trusted now, the one of this request marked. */
export async function listTrustedDevices(ports: Ports, holder: SessionHolder, visitor: Visitor): Promise<TrustedDevice[]> {
  const { user, policy } = await findSignedIn(ports, holder)
  const here = await findKnownDevice(ports, user, visitor)
  const now = ports.clock()
  const devices = await ports.store.listDevices(user.organizationId, user.id)
  return devices
    .filter((device) => isTrustedAt(device, now) && trustOf(device, user, policy, now) === 'trusted')
    .map((device) => ({ ...device, trustedUntil: trustEndsAt(device, trustDays(user, policy)), isThisOne: device.id === here?.id }))
}

/** Ends the trust of one device. Another person's device is not found. */
export async function revokeDevice(ports: Ports, holder: SessionHolder, deviceId: string, client: Client): Promise<void> {
  const { user } = await requireStepUp(ports, holder)
  const refused = await ports.store.commit(user.organizationId, [
    { kind: 'device.revoke', id: deviceId, userId: user.id, because: 'revoked' },
    ...told(ports, user, 'device.revoked', 'devices-revoked', client),
  ])
  if (refused !== null) throw new NightlatchError('not_found')
}

export async function revokeAllDevices(ports: Ports, holder: SessionHolder, client: Client): Promise<void> {
  const { user } = await requireStepUp(ports, holder)
  await ports.store.commit(user.organizationId, [
    { kind: 'devices.revoke-all', userId: user.id, because: 'revoked' },
    ...told(ports, user, 'device.all-revoked', 'devices-revoked', client),
  ])
}

/** "Recent activity": the audit events about this person, newest first; `before` is the id to page on from. */
export async function listActivity(ports: Ports, holder: SessionHolder, before: string | null): Promise<AuditEvent[]> {
  return await ports.store.listActivity(holder.organizationId, holder.userId, { before, limit: 25 })
}

function requiredBy({ user, policy }: Person, now: EpochSeconds): MySecurity['requirement'] {
  const reason = requirementOf(user, policy, now)?.reason
  return reason === 'organization' || reason === 'role' ? reason : null
}

function mayRemove(person: Person, authenticatorId: string, now: EpochSeconds): boolean {
  const staying = person.authenticators.filter(({ id }) => id !== authenticatorId)
  return requiredBy(person, now) === null || staying.some((authenticator) => isAllowed(authenticator, person.policy))
}

async function changeFactors(ports: Ports, holder: SessionHolder, { user, steppedUpAt }: SteppedUpPerson, enrolledAt: EpochSeconds | null, changes: Change[]): Promise<Removed> {
  const { id: userId, passwordEpoch, factorEpoch, backupCodesSavedAt } = user
  const renewed = ports.sessions.renew(holder.sessionId, userId)
  await commitOrConflict(ports, user.organizationId, [
    { kind: 'user.factors-changed', userId, passwordEpoch, factorEpoch, enrolledAt, backupCodesSavedAt: enrolledAt === null ? null : backupCodesSavedAt },
    ...changes,
    ...renewed.changes,
    // The code given for this change stays good, for this session alone.
    { kind: 'step-up.record', sessionId: holder.sessionId, userId, factorEpoch: factorEpoch + 1, at: steppedUpAt },
    ...ports.sessions.endOthers(userId, holder.sessionId),
  ])
  await ports.sessions.othersEnded?.(user, holder.sessionId)
  return { kind: 'removed', token: renewed.token }
}

async function commitOrConflict(ports: Ports, organizationId: string, changes: readonly Change[]): Promise<void> {
  if ((await ports.store.commit(organizationId, changes)) !== null) throw new NightlatchError('conflict')
}

function unchanged({ id: userId, passwordEpoch, factorEpoch }: User): Change {
  return { kind: 'user.unchanged', userId, passwordEpoch, factorEpoch }
}

function told(ports: Ports, user: User, action: AuditEvent['action'], event: NoticeEvent, client: Client, method: MethodId | null = null): Change[] {
  return [
    auditChange(ports, { action, subjectId: user.id, method, client }),
    ...notify(ports, user, event, client, method === null ? {} : { method }),
  ]
}
