import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import type { View } from '../ui/view.ts'

export interface PasswordPageProps {
  view: View
  /** So that a password manager knows which entry to change. */
  userName: string
  notice?: string | undefined
  errors?: { current?: string | undefined; next?: string | undefined } | undefined
}

/** The current password and the new one. */
export function PasswordPage({ view, userName, notice, errors = {} }: PasswordPageProps) {
  const words = view.text.password
  const hasError = errors.current !== undefined || errors.next !== undefined
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="lock" hasError={hasError}>
      {notice && <Alert kind="success">{notice}</Alert>}
      <Form view={view} action={routes.password.path} class="stack">
        <input type="text" name="userName" autocomplete="username" value={userName} readonly hidden />
        <PasswordField view={view} name="current" label={words.current} error={errors.current} autofocus={!hasError && !notice} />
        <PasswordField view={view} name="next" label={words.next} hint={words.nextHint} error={errors.next} autocomplete="new-password" />
        <Actions stacked>
          <Button>{words.submit}</Button>
          <LinkButton kind="secondary" href={view.href(routes.mySecurity.path)}>{notice ? view.text.layout.back : view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}
