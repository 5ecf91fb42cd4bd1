import type { Child } from 'hono/jsx'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'

interface PageProps {
  view: View
  signInUrl: string
}

/** Asks whom to send a link to. */
export function ForgotPage({ view, signInUrl, error }: PageProps & { error?: string | undefined }) {
  const words = view.text.resetPassword.forgot
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="key" hasError={error !== undefined}>
      <Form view={view} action={routes.forgotPassword.path} class="stack">
        <Field name="identifier" label={words.identifier} error={error} autocomplete="username" maxlength={254} required autofocus />
        <Actions stacked>
          <Button>{words.submit}</Button>
          <LinkButton kind="secondary" href={signInUrl}>{words.back}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}

/** The one answer, whoever was named. */
export function SentPage({ view, signInUrl }: PageProps) {
  const words = view.text.resetPassword.sent
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="check">
      <p>{words.body}</p>
      <Actions stacked>
        {backToSignIn({ view, signInUrl })}
        <LinkButton kind="quiet" href={view.href(routes.forgotPassword.path)}>{words.again}</LinkButton>
      </Actions>
    </Layout>
  )
}

/** Where no e-mail is sent, somebody has to be asked. */
export function AskAdministratorPage({ view, signInUrl }: PageProps) {
  const words = view.text.resetPassword.askAdministrator
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="people">
      <Actions stacked>{backToSignIn({ view, signInUrl })}</Actions>
    </Layout>
  )
}

function backToSignIn({ view, signInUrl }: PageProps): Child {
  return <LinkButton kind="secondary" href={signInUrl}>{view.text.resetPassword.forgot.back}</LinkButton>
}
