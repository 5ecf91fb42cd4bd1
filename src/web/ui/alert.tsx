import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

const icons = { error: 'stop', warning: 'alert', success: 'check', info: 'info' } as const satisfies Record<string, IconName>

export interface AlertProps {
  kind: keyof typeof icons
  title?: string | undefined
  children?: Child
}

/** Something that happened, or must be known before going on. */
export function Alert({ kind, title, children }: AlertProps) {
  return (
    <div class={`alert ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon name={icons[kind]} />
      <div>
        {title && <p><strong>{title}</strong></p>}
        {children && <p>{children}</p>}
      </div>
    </div>
  )
}
