import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonLook {
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined
  /** For rows of a list; 44 px high instead of 48. */
  compact?: boolean | undefined
  icon?: IconName | undefined
  children?: Child
}

export interface ButtonProps extends ButtonLook {
  name?: string | undefined
  value?: string | undefined
  /** The id of a form elsewhere in the page. */
  form?: string | undefined
  /** When the words alone don't say on what it acts ("Remove" in a list). */
  label?: string | undefined
}

/** Submits its form. One primary button a page. */
export function Button({ name, value, form, label, ...look }: ButtonProps) {
  return (
    <button class={classOf(look)} name={name} value={value} form={form} aria-label={label}>
      {look.icon && <Icon name={look.icon} />}<span>{look.children}</span>
    </button>
  )
}

/** A link that looks like a button; `href` is final, so pass it through `view.href`. */
export function LinkButton({ href, label, ...look }: ButtonLook & { href: string; label?: string | undefined }) {
  return (
    <a class={classOf(look)} href={href} aria-label={label}>
      {look.icon && <Icon name={look.icon} />}<span>{look.children}</span>
    </a>
  )
}

/** Buttons side by side, or `stacked` at full width below a single task. */
export function Actions({ stacked, children }: { stacked?: boolean | undefined; children?: Child }) {
  return <div class={stacked ? 'actions stacked' : 'actions'}>{children}</div>
}

function classOf({ kind = 'primary', compact }: ButtonLook): string {
  return compact ? `button ${kind} compact` : `button ${kind}`
}
