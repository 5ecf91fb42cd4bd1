import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { personPath } from './actable.tsx'

export interface ExemptionPageProps {
  view: View
  user: { id: string; name: string }
  entered?: { reason: string; until: string } | undefined
  problems?: { reason?: string; until?: string } | undefined
}

/** An exemption needs a reason and an end. */
export function ExemptionPage({ view, user, entered, problems = {} }: ExemptionPageProps) {
  const words = view.text.administration.person.exemption
  const hasError = problems.reason !== undefined || problems.until !== undefined
  return (
    <Layout view={view} title={words.ask(user.name)} lead={words.lead} icon="clock" hasError={hasError}>
      <Form view={view} action={routes.exemptPerson.path.replace(':id', user.id)} class="stack">
        <Field name="reason" label={words.reason} hint={words.reasonHint} maxlength={200} autocomplete="off" required value={entered?.reason} error={problems.reason} />
        <Field name="until" type="date" label={words.until} hint={words.untilHint(view.timeZone)} required value={entered?.until} error={problems.until} />
        <Actions stacked>
          <Button>{words.submit}</Button>
          <LinkButton kind="secondary" href={view.href(personPath(user.id))}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}
