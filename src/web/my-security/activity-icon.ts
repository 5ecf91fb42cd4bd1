import type { AuditEvent } from '../../engine/audit.ts'
import type { IconName } from '../ui/icon.tsx'

const icons: readonly (readonly [start: string, icon: IconName])[] = [
  ['sign-in.', 'lock'],
  ['signed-out', 'lock'],
  ['session.', 'lock'],
  ['code.', 'text'],
  ['backup-code', 'key'],
  ['password.', 'key'],
  ['device.', 'computer'],
  ['user.', 'people'],
  ['notice.', 'text'],
]

/** A picture of what an event is about; what failed stands out. */
export function activityIcon({ action, result }: Pick<AuditEvent, 'action' | 'result'>): IconName {
  if (result === 'failure') return 'alert'
  return icons.find(([start]) => action.startsWith(start))?.[1] ?? 'shield'
}
