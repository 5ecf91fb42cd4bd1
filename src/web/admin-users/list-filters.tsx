import type { EnrollmentView } from '../../engine/enrollment-status.ts'
import type { Role } from '../../engine/model.ts'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { SelectField } from '../ui/select-field.tsx'
import type { View } from '../ui/view.ts'
import { filterMethods, isFiltered, sorts, statuses } from './list-view.ts'

export interface ListFiltersProps {
  view: View
  shown: EnrollmentView
  roles: readonly Role[]
}

/** Whom the list shows. Its address says all of it, so that it can be kept and sent. */
export function ListFilters({ view, shown, roles }: ListFiltersProps) {
  const { methods, administration: { people } } = view.text
  const { filter: words, column } = people
  const any = { value: '', label: words.any }
  const sortNames = { name: column.name, role: column.role, status: column.status, methods: column.methods, 'backup-codes': column.backupCodes, 'last-sign-in': column.lastSignIn }
  return (
    <form class="stack" action={view.href(routes.people.path)} role="search" aria-label={words.label}>
      <div class="filters pairs">
        <Field name="search" type="search" inputmode="search" autocomplete="off" maxlength={100} label={words.search} value={shown.search} />
        <SelectField name="status" label={words.status} value={shown.status ?? ''} options={[any, ...statuses.map((value) => ({ value, label: people.status[value] }))]} />
        <SelectField name="role" label={words.role} value={shown.roleId ?? ''} options={[any, ...roles.map(({ id, name }) => ({ value: id, label: name }))]} />
        <SelectField
          name="method" label={words.method} value={shown.method ?? ''}
          options={[any, ...filterMethods.map((value) => ({ value, label: value === 'none' ? words.without : methods[value].name }))]}
        />
      </div>
      <div class="filters pairs by-cards">
        <SelectField name="sort" label={words.sort} value={shown.sort} options={sorts.map((value) => ({ value, label: sortNames[value] }))} />
        <SelectField
          name="direction" label={words.direction} value={shown.direction}
          options={[{ value: 'ascending', label: words.ascending }, { value: 'descending', label: words.descending }]}
        />
      </div>
      <Actions>
        <Button kind="secondary" compact>{words.submit}</Button>
        {isFiltered(shown) && <LinkButton kind="quiet" compact href={view.href(routes.people.path)}>{words.clear}</LinkButton>}
      </Actions>
    </form>
  )
}
