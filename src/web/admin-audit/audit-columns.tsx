import type { NamedAuditEvent } from '../../engine/administration-ports.ts'
import { personPath } from '../admin-users/actable.tsx'
import { Address } from '../ui/address.tsx'
import { Badge } from '../ui/badge.tsx'
import type { Column } from '../ui/data-table.tsx'
import { Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import type { EventText } from './event-text.ts'

export interface ShownEvent {
  event: NamedAuditEvent
  said: EventText
}

/** Who did what to whom, when, from where, and what came of it. */
export function auditColumns(view: View): Column<ShownEvent>[] {
  const { column, atServer } = view.text.auditLog
  return [
    { label: column.when, isRowHeader: true, cell: ({ event }) => <Time view={view} at={event.at} /> },
    { label: column.who, cell: ({ event, said }) => <Person view={view} id={event.actorName && event.actorId} name={said.who} /> },
    { label: column.what, cell: ({ said }) => <What said={said} /> },
    { label: column.about, cell: ({ event, said }) => (said.about === '' ? '–' : <Person view={view} id={event.subjectName && event.subjectId} name={said.about} />) },
    { label: column.result, cell: ({ event, said }) => (event.result === 'failure' ? <Badge tone="bad">{said.result}</Badge> : said.result) },
    { label: column.from, cell: ({ said }) => (said.address === '' ? atServer : <><Address value={said.address} /><span class="says mark">{said.browser}</span></>) },
  ]
}

function Person({ view, id, name }: { view: View; id: string | null; name: string }) {
  return id ? <a href={view.href(personPath(id))}>{name}</a> : <>{name}</>
}

function What({ said: { what, method, details } }: { said: EventText }) {
  const more = [...(method === '' ? [] : [method]), ...details]
  return <>{what}{more.length > 0 && <span class="says mark">{more.join('; ')}</span>}</>
}
