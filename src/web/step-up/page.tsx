import type { ChallengeView } from '../../engine/challenge-view.ts'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { DeliveryStatus, deliveryProblem } from '../verify/delivery-status.tsx'
import { promptOf } from '../verify/prompt.ts'
import { Resend } from '../verify/resend.tsx'
import { withNext } from '../with-query.ts'

export interface StepUpPageProps {
  view: View
  challenge: ChallengeView
  /** Where the person is going; safe. */
  next: string
  /** Epoch seconds, to count waits from. */
  now: number
  error?: string | undefined
  typed?: string | undefined
  notice?: { kind: 'success' | 'warning'; text: string } | undefined
}

/** A fresh code before something important. */
export function StepUpPage(props: StepUpPageProps) {
  const { view, challenge, next, error, notice } = props
  const words = view.text.stepUp
  const isSentFirst = challenge.method === 'sms' && challenge.delivery === 'none'
  const lead = isSentFirst ? words.leadSend(challenge.destination ?? '') : words.lead
  return (
    <Layout view={view} title={words.title} icon={promptOf(challenge).icon} lead={lead} hasError={error !== undefined || deliveryProblem(view.text, challenge) !== null}>
      {notice && <Alert kind={notice.kind}>{notice.text}</Alert>}
      <DeliveryStatus view={view} challenge={challenge} page={withNext(routes.stepUp.path, next)} />
      {challenge.method === null && <Alert kind="error">{words.noWay}</Alert>}
      {challenge.method !== null && (isSentFirst ? <SendFirst {...props} /> : <CodeForm {...props} />)}
      <div class="actions between">
        {challenge.method !== null && !isSentFirst && <Resend view={view} challenge={challenge} action={`${withNext(routes.stepUpSend.path, next)}&again`} now={props.now} />}
        {challenge.others.length > 0 && <LinkButton kind="quiet" compact href={view.href(withNext(routes.stepUpAnotherWay.path, next))}>{view.text.verify.another.title}</LinkButton>}
        <LinkButton kind="quiet" compact href={view.href(routes.mySecurity.path)}>{view.text.layout.cancel}</LinkButton>
      </div>
    </Layout>
  )
}

/** A page that is merely visited costs no text. */
function SendFirst({ view, next, error }: StepUpPageProps) {
  return (
    <>
      {error && <Alert kind="error">{error}</Alert>}
      <Form view={view} action={withNext(routes.stepUpSend.path, next)}>
        <Actions stacked><Button>{view.text.stepUp.send}</Button></Actions>
      </Form>
    </>
  )
}

function CodeForm({ view, challenge, next, error, typed }: StepUpPageProps) {
  const { stepUp, verify } = view.text
  const prompt = promptOf(challenge)
  const hint = prompt.kind === 'backup' ? verify.backupHint : challenge.others.includes('backup-code') ? verify.backupAccepted : undefined
  return (
    <>
      <p>{prompt.lead(view)}</p>
      <Form view={view} action={withNext(routes.stepUp.path, next)} class="stack">
        <CodeField source={prompt.source} label={verify.label[prompt.kind]} error={error} typed={typed} hint={hint} />
        <Actions stacked><Button>{stepUp.submit}</Button></Actions>
      </Form>
    </>
  )
}
