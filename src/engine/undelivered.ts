import { type AdministrationPorts, requireActingAdministrator, requireAdministrator } from './administrator.ts'
import { auditChange } from './audit.ts'
import { NightlatchError } from './errors.ts'
import type { Client } from './model.ts'
import type { Undelivered } from './outbox.ts'
import type { SessionHolder } from './step-up.ts'

const PAGE = 25

/** The organization's own mails that were given up, the newest first. */
export async function listUndelivered(ports: AdministrationPorts, holder: SessionHolder, before: string | null): Promise<{ notices: readonly Undelivered[]; next: string | null }> {
  const { user } = await requireAdministrator(ports, holder)
  return await ports.store.listUndelivered(user.organizationId, { before, limit: PAGE })
}

/** Has one sent again, at once and for another day. Throws `not_found` also for another organization's. */
export async function retryUndelivered(ports: AdministrationPorts, holder: SessionHolder, id: string, client: Client): Promise<void> {
  const { user: actor } = await requireActingAdministrator(ports, holder)
  const undelivered = await ports.store.findUndelivered(actor.organizationId, id)
  if (undelivered === null) throw new NightlatchError('not_found')
  const { userId, event } = undelivered.notice
  const refused = await ports.store.commit(actor.organizationId, [
    { kind: 'outbox.retry', id, at: ports.clock() },
    auditChange(ports, { action: 'notice.retried', actorId: actor.id, subjectId: userId, detail: { event }, client }),
  ])
  if (refused !== null) throw new NightlatchError('not_found') // another administrator was first
}
