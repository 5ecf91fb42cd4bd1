import { auditChoices } from '../../engine/audit-kinds.ts'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { SelectField } from '../ui/select-field.tsx'
import type { View } from '../ui/view.ts'
import { type AuditView, isNarrowed } from './audit-view.ts'

/** What the log shows. Its address says all of it, so that it can be kept and sent. */
export function AuditFilters({ view, shown }: { view: View; shown: AuditView }) {
  const { filter: words, choice: choices } = view.text.auditLog
  const kinds = [{ value: '', label: words.anyKind }, ...auditChoices.map((value) => ({ value, label: choices[value] }))]
  return (
    <form class="stack" action={view.href(routes.auditLog.path)} role="search" aria-label={words.label}>
      <div class="filters pairs">
        <Field name="search" type="search" inputmode="search" autocomplete="off" maxlength={100} label={words.search} value={shown.search} />
        <SelectField name="kind" label={words.kind} value={shown.choice ?? ''} options={kinds} />
        <Field name="person" autocomplete="off" maxlength={100} label={words.person} value={shown.person} />
        <Field name="from" type="date" label={words.from} value={shown.from} />
        <Field name="until" type="date" label={words.until} value={shown.until} />
      </div>
      <Actions>
        <Button kind="secondary" compact>{words.submit}</Button>
        {isNarrowed(shown) && <LinkButton kind="quiet" compact href={view.href(routes.auditLog.path)}>{words.clear}</LinkButton>}
      </Actions>
    </form>
  )
}
