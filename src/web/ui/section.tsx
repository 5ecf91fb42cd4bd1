import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

/** A part of a wide page, with a heading and perhaps a button beside it. */
export function Section(props: { id: string; title: string; lead?: Child; aside?: Child; children?: Child }) {
  const { id, title, lead, aside, children } = props
  return (
    <section class="section" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
        {lead && <p>{lead}</p>}
      </header>
      {children}
    </section>
  )
}

/** Things that somebody owns: methods, devices, sessions. */
export function Items({ children }: { children?: Child }) {
  return <ul class="items panel" role="list">{children}</ul>
}

export interface ItemProps {
  icon: IconName
  title: Child
  badge?: Child
  /** Lines under the title. */
  children?: Child
  actions?: Child
}

/** One of them, with what can be done to it. */
export function Item({ icon, title, badge, children, actions }: ItemProps) {
  return (
    <li class="item">
      <Icon name={icon} />
      <div>
        <p class="named"><strong>{title}</strong>{badge}</p>
        {children && <div class="about">{children}</div>}
      </div>
      {actions && <div class="actions">{actions}</div>}
    </li>
  )
}
