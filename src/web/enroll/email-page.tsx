import type { ChallengeView } from '../../engine/challenge-view.ts'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, Button } from '../ui/button.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { Resend } from '../verify/resend.tsx'

/** Says where a code would go. Nothing is sent before the person asks for it. */
export function EmailOfferPage({ view, address }: { view: View; address: string }) {
  const words = view.text.required.emailCode
  return (
    <Layout view={view} title={words.title} icon="lock" lead={words.offer(address)}>
      <Form view={view} action={routes.setUpEmailSend.path}><Actions stacked><Button>{words.send}</Button></Actions></Form>
      <p class="small muted">{words.noAccess}</p>
    </Layout>
  )
}

export interface EmailCodePageProps {
  view: View
  address: string
  challenge: ChallengeView
  now: number
  error?: string | undefined
  typed?: string | undefined
  notice?: string | undefined
}

/** The code by e-mail that confirms who sets up. */
export function EmailCodePage({ view, address, challenge, now, error, typed, notice }: EmailCodePageProps) {
  const words = view.text.required.emailCode
  const lead = challenge.delivery === 'sent' ? words.lead(address) : words.offer(address)
  return (
    <Layout view={view} title={words.title} icon="lock" lead={lead} hasError={error !== undefined}>
      {notice && <Alert kind="success">{notice}</Alert>}
      <Form view={view} action={routes.setUpEmail.path} class="stack">
        <CodeField source="mailed" label={words.label} error={error} typed={typed} />
        <Actions stacked><Button>{words.submit}</Button></Actions>
      </Form>
      <Resend view={view} challenge={challenge} action={routes.setUpEmailSend.path} now={now} />
      <p class="small muted">{words.noAccess}</p>
    </Layout>
  )
}
