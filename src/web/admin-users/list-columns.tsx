import type { EnrollmentRow, EnrollmentSort, EnrollmentView } from '../../engine/enrollment-status.ts'
import { routes } from '../routes.ts'
import type { Column } from '../ui/data-table.tsx'
import { dateText, Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { addressOf } from './list-view.ts'
import { methodsText } from './method-text.ts'
import { StatusBadge } from './status-badge.tsx'

/** The columns of the list; each heading sorts, and a second press turns it round. */
export function columnsFor(view: View, shown: EnrollmentView): Column<EnrollmentRow>[] {
  const words = view.text.administration.people
  const { column } = words
  return [
    { label: column.name, sort: sortBy('name'), isRowHeader: true, cell: (row) => <Name view={view} row={row} /> },
    { label: column.role, sort: sortBy('role'), cell: ({ roles }) => (roles.length === 0 ? words.noRole : roles.join(', ')) },
    { label: column.status, sort: sortBy('status'), cell: (row) => <Status view={view} row={row} /> },
    { label: column.methods, sort: sortBy('methods'), cell: ({ methods }) => methodsText(view.text, methods) },
    { label: column.backupCodes, sort: sortBy('backup-codes'), cell: ({ methods, backupCodesLeft }) => (methods.length === 0 ? '–' : String(backupCodesLeft)) },
    { label: column.lastSignIn, sort: sortBy('last-sign-in'), cell: ({ lastSignInAt }) => (lastSignInAt === null ? words.never : <Time view={view} at={lastSignInAt} />) },
  ]

  function sortBy(sort: EnrollmentSort): Column<EnrollmentRow>['sort'] {
    const direction = shown.sort === sort ? shown.direction : null
    const next = direction === 'ascending' ? 'descending' : 'ascending'
    return { href: view.href(addressOf(routes.people.path, { ...shown, sort, direction: next })), direction }
  }
}

function Name({ view, row: { userId, name, email, userName } }: { view: View; row: EnrollmentRow }) {
  return (
    <>
      <a class="name" href={view.href(routes.person.path.replace(':id', userId))}>{name}</a>
      <span class="says address">{email ?? userName}</span>
    </>
  )
}

function Status({ view, row }: { view: View; row: EnrollmentRow }) {
  const words = view.text.administration.people
  const { status, until, setUpDuringSignInAt, reportedAt } = row
  return (
    <>
      <StatusBadge view={view} status={status} until={until} />
      {setUpDuringSignInAt !== null && <span class="says mark">{words.duringSignInOn(dateText(view, setUpDuringSignInAt))}</span>}
      {reportedAt !== null && <span class="says mark">{words.reportedOn(dateText(view, reportedAt))}</span>}
    </>
  )
}
