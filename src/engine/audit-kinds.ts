import type { AuditAction } from './audit.ts'

/** What an event is about, for whoever looks for some of them. */
export type AuditKind = 'sign-in' | 'code' | 'method' | 'device' | 'password' | 'people' | 'help' | 'rules' | 'access'

/** The kind of every action; the compiler names one that has none. */
const kindOf: Record<AuditAction, AuditKind> = {
  'sign-in.password-accepted': 'sign-in',
  'sign-in.password-refused': 'sign-in',
  'sign-in.completed': 'sign-in',
  'sign-in.set-up-postponed': 'sign-in',
  'session.ended': 'sign-in',
  'session.all-ended': 'sign-in',
  'signed-out': 'sign-in',
  'code.sent': 'code',
  'code.not-sent': 'code',
  'code.accepted': 'code',
  'code.refused': 'code',
  'code.locked': 'code',
  'step-up.completed': 'code',
  'set-up.email-confirmed': 'code',
  'backup-code.used': 'code',
  'recovery-pass.used': 'code',
  'method.added': 'method',
  'method.changed': 'method',
  'method.removed': 'method',
  'two-step.turned-off': 'method',
  'backup-codes.made': 'method',
  'device.trusted': 'device',
  'device.revoked': 'device',
  'device.all-revoked': 'device',
  'password.changed': 'password',
  'password.reset-requested': 'password',
  'password.reset': 'password',
  'user.created': 'people',
  'user.deactivated': 'people',
  'user.reactivated': 'people',
  'user.roles-changed': 'people',
  'users.imported': 'people',
  'user.reset': 'help',
  'user.unlocked': 'help',
  'user.exempted': 'help',
  'user.exemption-ended': 'help',
  'users.reminded': 'help',
  'recovery-pass.issued': 'help',
  'role.changed': 'rules',
  'policy.changed': 'rules',
  'texts.stopped': 'code',
  'texts.resumed': 'code',
  'user.invited': 'people',
  'user.email-changed': 'people',
  'account.reported': 'help',
  'notice.retried': 'help',
  'access.refused': 'access',
  'file.downloaded': 'access',
}

/** What somebody looks for who asks what went wrong, whatever it is about. */
const failures: readonly AuditAction[] = ['sign-in.password-refused', 'code.refused', 'code.locked', 'code.not-sent', 'access.refused']

export type AuditChoice = AuditKind | 'failed'

/** In the order in which they are offered. */
export const auditChoices = ['sign-in', 'code', 'method', 'device', 'password', 'people', 'help', 'rules', 'access', 'failed'] as const satisfies AuditChoice[]

export function actionsOf(choice: AuditChoice): readonly AuditAction[] {
  if (choice === 'failed') return failures
  return (Object.keys(kindOf) as AuditAction[]).filter((action) => kindOf[action] === choice)
}
