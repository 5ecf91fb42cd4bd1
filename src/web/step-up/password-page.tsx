import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import type { View } from '../ui/view.ts'
import { withNext } from '../with-query.ts'

/** The password again, from somebody who has no method yet. */
export function StepUpPasswordPage({ view, next, error }: { view: View; next: string; error?: string | undefined }) {
  const words = view.text.stepUp
  return (
    <Layout view={view} title={words.title} icon="lock" lead={words.leadPassword} hasError={error !== undefined}>
      <Form view={view} action={withNext(routes.stepUpPassword.path, next)} class="stack">
        <PasswordField view={view} label={words.password} error={error} autofocus />
        <Actions stacked>
          <Button>{words.submit}</Button>
          <LinkButton kind="secondary" href={view.href(routes.mySecurity.path)}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}
