import { auditChange } from './audit.ts'
import type { Change } from './changes.ts'
import type { Client, NoticeEvent, User } from './model.ts'
import type { Ports } from './ports.ts'

/** Tells a person by e-mail what happened to their account. Nobody without an address is told. */
export function notify(
  { clock, random }: Pick<Ports, 'clock' | 'random'>,
  user: Pick<User, 'id' | 'organizationId' | 'email'>,
  event: NoticeEvent,
  client: Client,
  facts: Readonly<Record<string, string | number>> = {},
): Change[] {
  if (user.email === null) return []
  return [
    {
      kind: 'outbox.add',
      notice: {
        id: random.id(),
        organizationId: user.organizationId,
        userId: user.id,
        event,
        to: user.email,
        data: { address: client.address, agent: client.agent, ...facts },
        at: clock(),
      },
    },
  ]
}

/** Somebody's address is another now: written down, and told to both. */
export function emailChanged(
  ports: Pick<Ports, 'clock' | 'random'>,
  user: Pick<User, 'id' | 'organizationId'>,
  emails: { before: string | null; after: string | null },
  client: Client,
): Change[] {
  const { before, after } = emails
  if (before === after) return []
  return [
    auditChange(ports, { action: 'user.email-changed', actorId: null, subjectId: user.id, client }),
    ...[before, after].flatMap((email) => notify(ports, { ...user, email }, 'email-changed', client)),
  ]
}
