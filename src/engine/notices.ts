import { auditChange } from './audit.ts'
import type { Change } from './changes.ts'
import type { Client, Notice, NoticeEvent, User } from './model.ts'
import type { Ports } from './ports.ts'

type Addressee = Pick<User, 'id' | 'organizationId' | 'email'>
type NoticeData = Readonly<Record<string, string | number>>

/** Of what nobody in particular did, or what is not to be told of them. */
export const nowhere: Client = { address: '', agent: '' }

/** Tells a person by e-mail what happened to their account. Nobody without an address is told. */
export function notify(ports: Pick<Ports, 'clock' | 'random'>, user: Addressee, event: NoticeEvent, client: Client, facts: NoticeData = {}): Change[] {
  return noticesTo(ports, user, event, client, facts).map((notice) => ({ kind: 'outbox.add', notice }))
}

/** The notice alone, for a commit that carries many; none to nobody's address. */
export function noticesTo({ clock, random }: Pick<Ports, 'clock' | 'random'>, user: Addressee, event: NoticeEvent, client: Client, facts: NoticeData = {}): Notice[] {
  const { id: userId, organizationId, email: to } = user
  if (to === null) return []
  return [{ id: random.id(), organizationId, userId, event, to, data: { address: client.address, agent: client.agent, ...facts }, at: clock() }]
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
