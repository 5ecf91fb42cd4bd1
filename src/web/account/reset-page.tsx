import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import type { View } from '../ui/view.ts'

/** A new password by the link of an e-mail. */
export function ResetPage({ view, token, error }: { view: View; token: string; error?: string | undefined }) {
  const words = view.text.resetPassword.choose
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="lock" hasError={error !== undefined}>
      <Form view={view} action={routes.resetPassword.path} class="stack">
        <input type="hidden" name="token" value={token} />
        <PasswordField view={view} name="next" label={words.next} hint={view.text.password.nextHint} error={error} autocomplete="new-password" autofocus />
        <Actions stacked><Button>{words.submit}</Button></Actions>
      </Form>
    </Layout>
  )
}

/** The link was used, is too old, or was never one. */
export function ResetGonePage({ view, signInUrl }: { view: View; signInUrl: string }) {
  const words = view.text.resetPassword.gone
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="clock">
      <p>{words.body}</p>
      <Actions stacked>
        <LinkButton href={signInUrl}>{words.signIn}</LinkButton>
        <LinkButton kind="secondary" href={view.href(routes.forgotPassword.path)}>{words.again}</LinkButton>
      </Actions>
    </Layout>
  )
}
