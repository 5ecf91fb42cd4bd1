import type { ListedRole } from '../../engine/administration-ports.ts'
import { AdminPage } from '../admin-policy/admin-page.tsx'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Badge } from '../ui/badge.tsx'
import { Actions, LinkButton } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import type { View } from '../ui/view.ts'
import { changePath } from './role-change.ts'

/** Every role, and whether it always requires 2-step verification. */
export function RolesPage({ view, roles, notice }: { view: View; roles: readonly ListedRole[]; notice?: string | undefined }) {
  const words = view.text.administration.requiredRoles
  const number = new Intl.NumberFormat(view.locale)
  const columns: Column<ListedRole>[] = [
    { label: words.column.role, isRowHeader: true, cell: ({ name }) => name },
    { label: words.column.people, cell: ({ people }) => number.format(people) },
    { label: words.column.rank, cell: ({ rank }) => String(rank) },
    { label: words.column.required, cell: (role) => <Required view={view} role={role} /> },
    { label: words.column.change, isActions: true, cell: (role) => <Change view={view} role={role} /> },
  ]
  return (
    <AdminPage view={view} title={words.title} lead={words.lead} width="wide">
      {notice && <Alert kind="success">{notice}</Alert>}
      <DataTable caption={words.caption} columns={columns} rows={roles} />
      <p class="says">{words.rankHint}</p>
      <Actions>
        <LinkButton kind="secondary" compact href={view.href(routes.twoStep.path)}>{view.text.layout.back}</LinkButton>
        <LinkButton kind="quiet" compact href={view.href(routes.twoStepHistory.path)}>{view.text.administration.policy.status.history}</LinkButton>
      </Actions>
    </AdminPage>
  )
}

function Required({ view, role: { requiredBy } }: { view: View; role: ListedRole }) {
  const words = view.text.administration.requiredRoles
  if (requiredBy === null) return <>{words.no}</>
  return (
    <>
      <Badge tone="good">{words.yes}</Badge>
      {requiredBy === 'nature' && <span class="whole says"> {words.byNature}</span>}
    </>
  )
}

function Change({ view, role: { id, name, requiredBy } }: { view: View; role: ListedRole }) {
  const words = view.text.administration.requiredRoles
  if (requiredBy === 'nature') return <></>
  const isRequired = requiredBy !== null
  return (
    <LinkButton
      kind={isRequired ? 'quiet' : 'secondary'} compact label={isRequired ? words.removeLabel(name) : words.addLabel(name)}
      href={view.href(changePath({ roleId: id, isRequired: !isRequired }))}
    >
      {isRequired ? words.remove : words.add}
    </LinkButton>
  )
}
