import type { AuditEvent } from '../../engine/audit.ts'
import { activityIcon } from '../my-security/activity-icon.ts'
import { aboutAnother, activityText, isSaidAlready } from '../my-security/activity-text.ts'
import { agentText } from '../my-security/agent-text.ts'
import { Address } from '../ui/address.tsx'
import { Item, Items, Section } from '../ui/section.tsx'
import { Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'

/** What happened to somebody's account last. */
export function ActivitySection({ view, events }: { view: View; events: readonly AuditEvent[] }) {
  const words = view.text.administration.person.activity
  const shown = events.filter((event) => !isSaidAlready(event))
  return (
    <Section id="activity" title={words.title}>
      {shown.length === 0 && <p class="says">{words.none}</p>}
      {shown.length > 0 && <Items>{shown.map((event) => <Event view={view} event={event} />)}</Items>}
    </Section>
  )
}

function Event({ view, event }: { view: View; event: AuditEvent }) {
  const { at, client } = event
  return (
    <Item icon={activityIcon(event)} title={activityText(aboutAnother(view.text), event)}>
      <p><Time view={view} at={at} /></p>
      <p>{client.address === '' ? view.text.activity.atServer : <>{agentText(view, client.agent)}, <Address value={client.address} /></>}</p>
    </Item>
  )
}
