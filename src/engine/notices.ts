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
