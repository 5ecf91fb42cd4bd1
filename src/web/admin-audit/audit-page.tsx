import { AdminPage } from '../admin-policy/admin-page.tsx'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, LinkButton } from '../ui/button.tsx'
import { DataTable, Pager } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { momentText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { auditColumns, type ShownEvent } from './audit-columns.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { auditAddress, type AuditView, isNarrowed } from './audit-view.ts'

export interface AuditPageProps {
  view: View
  shown: AuditView
  events: readonly ShownEvent[]
  /** The key of what comes after them. */
  next: string | null
  /** Where a search stopped to look, before it had found a page. */
  looked: { events: number; backTo: number } | null
  isFirst: boolean
}

/** The audit log of an organization. */
export function AuditPage({ view, shown, events, next, looked, isFirst }: AuditPageProps) {
  const words = view.text.auditLog
  const here = (before: string | null = null) => view.href(auditAddress(routes.auditLog.path, shown, before))
  const lead = <>{words.lead} {view.text.administration.policy.status.timeZone(view.timeZone)}</>
  const older = looked === null ? words.older : words.further
  return (
    <AdminPage view={view} part="audit" title={words.title} lead={lead} width="wide">
      <AuditFilters view={view} shown={shown} />
      {looked !== null && <Alert kind="info">{words.looked(looked.events, momentText(view, looked.backTo))}</Alert>}
      {events.length === 0
        ? <Nothing view={view} why={looked !== null ? 'notYet' : !isFirst ? 'noMore' : isNarrowed(shown) ? 'noMatch' : 'empty'} />
        : <div class="dense"><DataTable caption={words.caption} columns={auditColumns(view)} rows={events} /></div>}
      {(!isFirst || next !== null) && (
        <Pager
          label={words.pages}
          previous={isFirst ? undefined : { href: here(), label: words.newest }}
          next={next === null ? undefined : { href: here(next), label: older }}
        />
      )}
      {events.length > 0 && (
        <Actions><LinkButton kind="secondary" compact icon="download" href={view.href(auditAddress(routes.auditLogCsv.path, shown))}>{words.csv}</LinkButton></Actions>
      )}
    </AdminPage>
  )
}

function Nothing({ view, why }: { view: View; why: 'empty' | 'noMatch' | 'noMore' | 'notYet' }) {
  const words = view.text.auditLog
  const everything = <LinkButton kind="secondary" compact href={view.href(routes.auditLog.path)}>{words.filter.clear}</LinkButton>
  return <EmptyState icon="clock" title={words[why].title} actions={why === 'noMatch' && everything}>{why === 'notYet' ? undefined : words[why].body}</EmptyState>
}
