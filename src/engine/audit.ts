import type { Change } from './changes.ts'
import type { Client, EpochSeconds, MethodId } from './model.ts'
import type { Ports } from './ports.ts'

/** Every event the audit log knows. Names never change once released. */
export type AuditAction =
  | 'sign-in.password-accepted'
  | 'sign-in.password-refused'
  | 'sign-in.completed'
  | 'sign-in.set-up-postponed'
  | 'code.sent'
  | 'code.not-sent'
  | 'code.accepted'
  | 'code.refused'
  | 'code.locked'
  | 'step-up.completed'
  | 'set-up.email-confirmed'
  | 'method.added'
  | 'method.changed'
  | 'method.removed'
  | 'two-step.turned-off'
  | 'backup-codes.made'
  | 'backup-code.used'
  | 'device.trusted'
  | 'device.revoked'
  | 'device.all-revoked'
  | 'session.ended'
  | 'session.all-ended'
  | 'signed-out'
  | 'password.changed'
  | 'password.reset-requested'
  | 'password.reset'
  | 'user.created'
  | 'user.invited'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'user.roles-changed'
  | 'user.reset'
  | 'user.unlocked'
  | 'user.exempted'
  | 'user.exemption-ended'
  | 'users.reminded'
  | 'users.imported'
  | 'recovery-pass.issued'
  | 'recovery-pass.used'
  | 'role.changed'
  | 'policy.changed'
  | 'texts.stopped'
  | 'texts.resumed'
  | 'access.refused'
  | 'account.reported'
  | 'user.email-changed'
  | 'notice.retried'
  | 'file.downloaded'

/** One row of the audit log. No code, no secret, no whole phone number. */
export interface AuditEvent {
  id: string
  at: EpochSeconds
  action: AuditAction
  result: 'success' | 'failure'
  actorId: string | null // user id; null: nobody signed in, or the command line
  subjectId: string | null // user id
  method: MethodId | null
  detail: Readonly<Record<string, string | number>>
  client: Client
}

type Drafted = Pick<AuditEvent, 'action' | 'client'> & Partial<AuditEvent>

/** Drafts an audit row; the commit that it describes carries it. */
export function auditChange(ports: Pick<Ports, 'clock' | 'random'>, event: Drafted): Change {
  return { kind: 'audit.append', event: auditEvent(ports, event) }
}

/** The row alone, for a commit that carries many. */
export function auditEvent({ clock, random }: Pick<Ports, 'clock' | 'random'>, event: Drafted): AuditEvent {
  return {
    id: random.id(),
    at: clock(),
    result: 'success',
    actorId: event.subjectId ?? null,
    subjectId: null,
    method: null,
    detail: {},
    ...event,
    client: { address: event.client.address, agent: event.client.agent },
  }
}
