import type { Engine } from '../../engine/engine.ts'
import { routes } from '../routes.ts'
import { Badge } from '../ui/badge.tsx'
import { LinkButton } from '../ui/button.tsx'
import { Item, Items } from '../ui/section.tsx'
import { momentText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'

export type Overview = Awaited<ReturnType<Engine['administration']['overview']>>

/** Optional or Required, since when and by whom; and how far everybody is. */
export function StatusSection({ view, overview }: { view: View; overview: Overview }) {
  const { status, progress: words } = view.text.administration.policy
  const { policy, progress } = overview
  const roles = view.text.administration.requiredRoles
  const isRequired = policy.requiredSince !== null
  return (
    <Items>
      <Item
        icon="shield" title={status.title} badge={<Badge tone={isRequired ? 'good' : 'neutral'}>{isRequired ? status.required : status.optional}</Badge>}
        actions={<LinkButton kind="quiet" compact href={view.href(routes.twoStepHistory.path)}>{status.history}</LinkButton>}
      >
        <p>{sinceText(view, overview)}</p>
        <p>{status.timeZone(view.timeZone)}</p>
      </Item>
      <Item
        icon="people" title={words.of(progress.enrolled, progress.people)}
        actions={<LinkButton kind="quiet" compact href={view.href(routes.people.path)}>{words.people}</LinkButton>}
      >
        <progress aria-label={words.label} value={String(progress.enrolled)} max={String(Math.max(1, progress.people))}></progress>
      </Item>
      <Item icon="key" title={roles.title} actions={<LinkButton kind="quiet" compact href={view.href(routes.requiredRoles.path)}>{roles.see}</LinkButton>}>
        <p>{roles.says(overview.requiredRoles)}</p>
      </Item>
    </Items>
  )
}

function sinceText(view: View, { policy, changedBy }: Overview): string {
  const words = view.text.administration.policy.status
  const { requiredSince, requirementChangedAt: changedAt } = policy
  const at = requiredSince ?? changedAt
  if (at === null) return words.alwaysOptional
  const since = requiredSince === null ? words.optionalSince : words.requiredSince
  const who = changedBy === null ? words.changedAtServer : words.changedBy(changedBy)
  return `${since(momentText(view, at))} ${who}`
}
