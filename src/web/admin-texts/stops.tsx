import type { KnownStop } from '../../engine/text-report.ts'
import { routes } from '../routes.ts'
import { Badge } from '../ui/badge.tsx'
import { LinkButton } from '../ui/button.tsx'
import { Item, Items, Section } from '../ui/section.tsx'
import { momentText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { countryName } from './country-name.ts'

const LIFTED_SHOWN = 5

/** The blocks of numbers that get no texts, and those that got none for a time. */
export function Stops({ view, stops }: { view: View; stops: readonly KnownStop[] }) {
  const words = view.text.textMessages.stops
  const open = stops.filter(({ liftedAt }) => liftedAt === null)
  const shown = [...open, ...stops.filter(({ liftedAt }) => liftedAt !== null).slice(0, LIFTED_SHOWN)]
  if (shown.length === 0) return null
  return (
    <Section id="stops" title={words.title} lead={words.lead}>
      <Items>{shown.map((stop) => <Stop view={view} stop={stop} />)}</Items>
    </Section>
  )
}

function Stop({ view, stop }: { view: View; stop: KnownStop }) {
  const words = view.text.textMessages.stops
  const { id, label, country, pool, texts, used, since, liftedAt, liftedBy } = stop
  const isOpen = liftedAt === null
  const lift = view.href(routes.liftTextStop.path.replace(':id', id))
  return (
    <Item
      icon={isOpen ? 'stop' : 'text'} title={label.replaceAll(' ', '\u00a0')}
      badge={<Badge tone={isOpen ? 'bad' : 'neutral'}>{isOpen ? words.stopped : words.lifted}</Badge>}
      actions={isOpen && <LinkButton kind="quiet" compact href={lift} label={words.liftLabel(label)}>{words.lift}</LinkButton>}
    >
      <p>{countryName(view, country)}. {words.why(texts, used)} {pool === 'proved' && words.proved}</p>
      <p>{isOpen ? words.since(momentText(view, since)) : words.liftedAt(momentText(view, liftedAt), liftedBy ?? words.somebody)}</p>
    </Item>
  )
}
