import type { AuditEvent } from '../../engine/audit.ts'
import { routes } from '../routes.ts'
import { Address } from '../ui/address.tsx'
import { type Column, DataTable, Pager } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Layout } from '../ui/layout.tsx'
import { Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { activityText } from './activity-text.ts'
import { agentText } from './agent-text.ts'

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
    <Layout view={view} title={words.title} lead={words.lead} width="wide">
      {events.length === 0
        ? <EmptyState icon="clock" title={isFirst ? words.none : words.noMore}>{isFirst ? words.noneBody : words.noMoreBody}</EmptyState>
        : <DataTable caption={words.caption} columns={columnsFor(view)} rows={events} />}
      {(older !== null || !isFirst) && (
        <Pager
          label={words.pages}
          previous={isFirst ? undefined : { href: here, label: words.newest }}
          next={older === null ? undefined : { href: `${here}?before=${older}`, label: words.older }}
        />
      )}
      <p class="small muted">{words.notYou}</p>
    </Layout>
  )
}

function columnsFor(view: View): Column<AuditEvent>[] {
  const words = view.text.activity
  return [
    { label: words.column.what, isRowHeader: true, cell: (event) => activityText(view.text, event) },
    { label: words.column.when, cell: ({ at }) => <Time view={view} at={at} /> },
    { label: words.column.device, cell: ({ client }) => (client.address === '' ? words.atServer : agentText(view, client.agent)) },
    { label: words.column.address, cell: ({ client }) => (client.address === '' ? '' : <Address value={client.address} />) },
  ]
}
