import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

/** Where a list would be: why there is nothing, and what to do about it. */
export function EmptyState({ icon, title, children, actions }: { icon: IconName; title: string; children?: Child; actions?: Child }) {
  return (
    <div class="empty panel">
      <Icon name={icon} />
      <p><strong>{title}</strong></p>
      {children && <p>{children}</p>}
      {actions && <div class="actions">{actions}</div>}
    </div>
  )
}
