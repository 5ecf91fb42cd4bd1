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

/** A large card to choose with one touch. */
export function Choice({ id, title, description, tag, icon, href, name, value }: ChoiceProps) {
  const described = [tag && `${id}-tag`, description && `${id}-says`].filter(Boolean).join(' ')
  const naming = { class: 'choice', 'aria-labelledby': id, 'aria-describedby': described || undefined }
  const content = (
    <>
      <Icon name={icon} />
      <span>
        <b id={id}>{title}</b>
        {tag && <span class="badge accent" id={`${id}-tag`}>{tag}</span>}
        {description && <span class="says" id={`${id}-says`}>{description}</span>}
      </span>
      <Icon name="arrow" class="go" />
    </>
  )
  return (
    <li>
      {href ? <a {...naming} href={href}>{content}</a> : <button {...naming} name={name} value={value}>{content}</button>}
    </li>
  )
}

/** The choices of a page, one under the other. */
export function Choices({ children }: { children?: Child }) {
  return <ul class="choices" role="list">{children}</ul>
}
