import type { EnrollmentPage } from '../../engine/administration-ports.ts'
import { AdminPage } from '../admin-policy/admin-page.tsx'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, LinkButton } from '../ui/button.tsx'
import { DataTable, Pager } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import type { View } from '../ui/view.ts'
import { columnsFor } from './list-columns.tsx'
import { ListFilters, type ListFiltersProps } from './list-filters.tsx'
import { addressOf, isFiltered } from './list-view.ts'

export interface ListPageProps extends ListFiltersProps {
  page: EnrollmentPage
  isFirst: boolean
  /** Is there e-mail to remind people by? */
  canRemind: boolean
  /** Are the users ours, and not a host's? */
  ownsUsers: boolean
  /** What was done just now. */
  notice?: string | undefined
}

/** Everybody, and where they stand. */
export function ListPage({ view, shown, roles, page, isFirst, canRemind, ownsUsers, notice }: ListPageProps) {
  const words = view.text.administration.people
  const at = (path: string, after: string | null = null) => view.href(addressOf(path, shown, after))
  return (
    <AdminPage view={view} part="people" title={words.title} lead={words.lead} width="wide">
      {notice !== undefined && <Alert kind="success">{notice}</Alert>}
      {ownsUsers && <Adding view={view} />}
      <ListFilters view={view} shown={shown} roles={roles} />
      {page.isCut && <Alert kind="info">{words.isCut}</Alert>}
      {page.rows.length === 0
        ? <Nobody view={view} why={isFirst ? (isFiltered(shown) ? 'noMatch' : 'empty') : 'noMore'} />
        : <div class="dense"><DataTable caption={words.caption} columns={columnsFor(view, shown)} rows={page.rows} /></div>}
      {(!isFirst || page.next !== null) && (
        <Pager
          label={words.pages}
          previous={isFirst ? undefined : { href: at(routes.people.path), label: words.firstPage }}
          next={page.next === null ? undefined : { href: at(routes.people.path, page.next), label: words.next }}
        />
      )}
      {page.rows.length > 0 && (
        <Actions>
          {canRemind && <LinkButton kind="secondary" compact href={at(routes.remindPeople.path)}>{words.remind.link}</LinkButton>}
          <LinkButton kind="secondary" compact icon="download" href={at(routes.peopleCsv.path)}>{words.csv}</LinkButton>
        </Actions>
      )}
    </AdminPage>
  )
}

function Adding({ view }: { view: View }) {
  const { add, import: importing } = view.text.administration.accounts
  return (
    <Actions>
      <LinkButton kind="secondary" compact href={view.href(routes.addUser.path)}>{add.link}</LinkButton>
      <LinkButton kind="secondary" compact href={view.href(routes.importUsers.path)}>{importing.link}</LinkButton>
    </Actions>
  )
}

function Nobody({ view, why }: { view: View; why: 'empty' | 'noMatch' | 'noMore' }) {
  const words = view.text.administration.people
  const everybody = <LinkButton kind="secondary" compact href={view.href(routes.people.path)}>{words.filter.clear}</LinkButton>
  return <EmptyState icon="people" title={words[why].title} actions={why !== 'empty' && everybody}>{words[why].body}</EmptyState>
}
