import type { ChallengeView } from '../../engine/challenge-view.ts'
import type { MethodId } from '../../engine/model.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Choice, Choices } from '../ui/choice.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { routes } from '../routes.ts'
import { DeliveryStatus, deliveryProblem } from './delivery-status.tsx'
import { promptOf } from './prompt.ts'
import { Resend } from './resend.tsx'

export interface VerifyPageProps {
  view: View
  challenge: ChallengeView
  /** Epoch seconds, to count waits from. */
  now: number
  error?: string | undefined
  notice?: string | undefined
  /** What was filled in before. */
  typed?: { code: string | undefined; trustDevice: boolean } | undefined
}

/** The page between the password and the session. */
export function VerifyPage({ view, challenge, now, error, notice, typed }: VerifyPageProps) {
  const words = view.text.verify
  const prompt = promptOf(challenge)
  const because = challenge.because
  return (
    <Layout view={view} title={words.title} icon={prompt.icon} lead={prompt.lead(view)} hasError={error !== undefined || deliveryProblem(view.text, challenge) !== null}>
      {notice && <Alert kind="success">{notice}</Alert>}
      <DeliveryStatus view={view} challenge={challenge} page={routes.verify.path} />
      <Form view={view} action={routes.verify.path} class="stack">
        <CodeField
          source={prompt.source} label={words.label[prompt.kind]} error={error} typed={typed?.code}
          hint={prompt.kind === 'recoveryPass' ? undefined : prompt.kind === 'backup' ? words.backupHint : challenge.others.includes('backup-code') ? words.backupAccepted : undefined}
        />
        {challenge.trustDays > 0 && <Checkbox name="trustDevice" label={words.trust} hint={words.trustHint(challenge.trustDays)} checked={typed?.trustDevice} />}
        <Actions stacked><Button>{words.submit}</Button></Actions>
      </Form>
      <div class="actions between">
        <Resend view={view} challenge={challenge} action={routes.verifyResend.path} now={now} />
        {challenge.others.length > 0 && <LinkButton kind="quiet" compact href={view.href(routes.verifyAnotherWay.path)}>{words.another.title}</LinkButton>}
      </div>
      {challenge.others.length === 0 && <p class="small muted">{words.another.none}</p>}
      {challenge.trustOffBy && <p class="small muted">{words.trustOff[challenge.trustOffBy]}</p>}
      {because !== null && because !== 'trust-not-allowed' && because in words.because && <p class="small muted">{words.because[because as keyof typeof words.because]}</p>}
    </Layout>
  )
}

export interface AnotherWayPageProps {
  view: View
  /** Where the choice is sent, and where "back" leads. */
  action: string
  back: string
  ways: readonly MethodId[]
  /** Two last digits of the phone, where there is one. */
  phone: string | null
  backupCodesLeft: number
}

/** The other ways that this person can verify. */
export function AnotherWayPage({ view, action, back, ways, phone, backupCodesLeft }: AnotherWayPageProps) {
  const words = view.text.verify.another
  return (
    <Layout view={view} title={words.title} lead={words.lead}>
      <Form view={view} action={action}>
        <Choices>
          {ways.includes('totp') && <Choice id="totp" icon="app" name="method" value="totp" {...words.totp} />}
          {ways.includes('sms') && <Choice id="sms" icon="text" name="method" value="sms" title={words.sms.title} description={words.sms.description(phone ?? '')} />}
          {ways.includes('backup-code') && <Choice id="backup" icon="key" name="method" value="backup-code" title={words.backup.title} description={words.backup.description(backupCodesLeft)} />}
          {ways.includes('recovery-pass') && <Choice id="pass" icon="people" name="method" value="recovery-pass" {...words.recoveryPass} />}
        </Choices>
      </Form>
      <p class="small muted">{words.none}</p>
      <Actions><LinkButton kind="quiet" compact href={view.href(back)}>{view.text.layout.back}</LinkButton></Actions>
    </Layout>
  )
}
