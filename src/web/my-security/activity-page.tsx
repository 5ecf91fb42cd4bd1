import type { AuditEvent } from '../../engine/audit.ts'
import { routes } from '../routes.ts'
import { Address } from '../ui/address.tsx'
import { Pager } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Layout } from '../ui/layout.tsx'
import { Item, Items } from '../ui/section.tsx'
import { Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { activityIcon } from './activity-icon.ts'
import { activityText } from './activity-text.ts'
import { agentText } from './agent-text.ts'
import { BackToMySecurity } from './back.tsx'

export interface ActivityPageProps {
  view: View
  events: readonly AuditEvent[]
  /** The id that the page of older ones begins before. */
  older: string | null
  isFirst: boolean
}

/** What happened to one's own account, newest first. */
export function ActivityPage({ view, events, older, isFirst }: ActivityPageProps) {
  const words = view.text.activity
  const here = view.href(routes.activity.path)
  return (
    <Layout view={view} title={words.title} lead={words.lead} width="list">
      {events.length === 0
        ? <EmptyState icon="clock" title={isFirst ? words.none : words.noMore}>{isFirst ? words.noneBody : words.noMoreBody}</EmptyState>
        : <Items>{events.map((event) => <ActivityItem view={view} event={event} />)}</Items>}
      {(older !== null || !isFirst) && (
        <Pager
          label={words.pages}
          previous={isFirst ? undefined : { href: here, label: words.newest }}
          next={older === null ? undefined : { href: `${here}?before=${older}`, label: words.older }}
        />
      )}
      <p class="small muted">{words.notYou}</p>
      <BackToMySecurity view={view} />
    </Layout>
  )
}

function ActivityItem({ view, event }: { view: View; event: AuditEvent }) {
  const { at, client } = event
  const isAtServer = client.address === ''
  return (
    <Item icon={activityIcon(event)} title={activityText(view.text, event)}>
      <p><Time view={view} at={at} /></p>
      <p>{isAtServer ? view.text.activity.atServer : <>{agentText(view, client.agent)}, <Address value={client.address} /></>}</p>
    </Item>
  )
}
