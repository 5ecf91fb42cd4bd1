import { auditChange } from '../engine/audit.ts'
import { networkOf } from '../engine/fraud-shield.ts'
import { findKnownDevice } from '../engine/known-device.ts'
import type { Visitor } from '../engine/model.ts'
import { notify } from '../engine/notices.ts'
import { identifierKey } from './identifier.ts'
import { isSearchable } from './names.ts'
import type { AccountsPorts } from './ports.ts'

const MAILED_AFTER_MILLISECONDS = 500

/**
 * Asks for a link by e-mail. Whoever asks, for whatever account, gets the same
 * answer. A device that is known for this user counts by itself: nobody who
 * asks elsewhere, once they have used up the day, keeps the owner from a link.
 */
export async function requestReset(ports: AccountsPorts, identifier: string, visitor: Visitor): Promise<void> {
  const key = identifierKey(identifier)
  const login = isSearchable(key) ? await ports.store.findLogin(key) : null
  // The same statements for somebody unknown, so that the time tells nothing either.
  const { id, organizationId } = login?.user ?? { id: ports.random.id(), organizationId: ports.random.id() }
  const user = (await ports.store.findPerson(organizationId, id))?.user ?? null
  const { keyedHash } = ports
  const device = await findKnownDevice(ports, { id, organizationId }, visitor)
  const isWithinLimits = await ports.store.spendResetRequest({
    key: device === null ? keyedHash.hash('reset-request', login === null ? key : id) : keyedHash.hash('reset-request-device', device.id),
    placeKey: keyedHash.hash('reset-request-place', networkOf(visitor.address)),
    at: ports.clock(),
  })
  if (!isWithinLimits) return

  const isSent = user !== null && user.email !== null && user.deactivatedAt === null
  await ports.store.commit(user?.organizationId ?? null, [
    auditChange(ports, {
      action: 'password.reset-requested',
      result: isSent ? 'success' : 'failure',
      actorId: null,
      subjectId: user?.id ?? null,
      client: visitor,
    }),
    ...(isSent ? notify(ports, user, 'password-reset-requested', visitor) : []),
  ])
  // Only somebody known is mailed: a mail that was written before the answer left would tell them by the time that it took.
  if (isSent) setTimeout(() => ports.committed('notices'), MAILED_AFTER_MILLISECONDS).unref()
}
