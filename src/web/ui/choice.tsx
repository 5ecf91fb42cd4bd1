import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

export interface ChoiceProps {
  /** Unique in the page; names the parts. */
  id: string
  title: string
  /** One plain line of what it is or why. */
  description?: string | undefined
  /** Such as "Recommended". */
  tag?: string | undefined
  icon: IconName
  /** Where it leads; without it, it submits its form with `name` and `value`. */
  href?: string | undefined
  name?: string | undefined
  value?: string | undefined
}

/** A large card to choose with one touch: its title is the link or button, and reaches over the whole of it. */
export function Choice({ id, title, description, tag, icon, href, name, value }: ChoiceProps) {
  const described = [tag && `${id}-tag`, description && `${id}-says`].filter(Boolean).join(' ') || undefined
  return (
    <li class="choice">
      <Icon name={icon} />
      <div>
        {href ? <a href={href} aria-describedby={described}>{title}</a> : <button name={name} value={value} aria-describedby={described}>{title}</button>}
        {tag && <>{' '}<span class="badge accent" id={`${id}-tag`}>{tag}</span></>}
        {description && <p id={`${id}-says`}>{description}</p>}
      </div>
      <Icon name="arrow" class="go" />
    </li>
  )
}

/** The choices of a page, one under the other. */
export function Choices({ children }: { children?: Child }) {
  return <ul class="choices" role="list">{children}</ul>
}
