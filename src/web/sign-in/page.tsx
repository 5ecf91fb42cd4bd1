import { Alert, type AlertProps } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { routes } from '../routes.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import type { View } from '../ui/view.ts'

export interface SignInPageProps {
  view: View
  /** Where the person was going. */
  next: string
  identifier?: string | undefined
  /** The whole sign-in was refused: wrong, too many tries. */
  error?: string | undefined
  fieldErrors?: { identifier?: string | undefined; password?: string | undefined } | undefined
  /** Why somebody is here again. */
  notice?: Pick<AlertProps, 'kind' | 'children'> | undefined
}

/** User name and password. */
export function SignInPage({ view, next, identifier, error, fieldErrors = {}, notice }: SignInPageProps) {
  const words = view.text.signIn
  return (
    <Layout view={view} title={words.title} lead={words.lead(view.applicationName)} hasError={!!(error ?? fieldErrors.identifier ?? fieldErrors.password)}>
      {notice && <Alert {...notice} />}
      {error && <Alert kind="error">{error}</Alert>}
      <Form view={view} action="/sign-in" class="stack">
        <input type="hidden" name="next" value={next} />
        <Field
          name="identifier" label={words.identifier} value={identifier} error={fieldErrors.identifier}
          autocomplete="username" maxlength={254} required autofocus={!identifier}
        />
        <PasswordField view={view} label={words.password} error={fieldErrors.password} autofocus={!!identifier} />
        <Actions stacked><Button>{words.submit}</Button></Actions>
      </Form>
      <Actions><LinkButton kind="quiet" compact href={view.href(routes.forgotPassword.path)}>{words.forgot}</LinkButton></Actions>
      <p class="small muted">{words.help}</p>
    </Layout>
  )
}
