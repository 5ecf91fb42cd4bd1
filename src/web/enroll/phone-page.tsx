import type { ChallengeView } from '../../engine/challenge-view.ts'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { CodeField } from '../ui/code-field.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { PhoneField, type PhoneFieldProps } from '../ui/phone-field.tsx'
import type { View } from '../ui/view.ts'
import { DeliveryStatus, deliveryProblem } from '../verify/delivery-status.tsx'
import { Resend } from '../verify/resend.tsx'

const FEW = 5 // countries that can be named in a line

interface Stepped {
  view: View
  steps: { current: number; total: number }
}

/** The number that codes are texted to. */
export function PhonePage({ view, steps, names, ...phone }: Stepped & PhoneFieldProps & { names: string[] }) {
  const words = view.text.setUp
  return (
    <Layout view={view} title={words.phone.title} lead={words.phone.lead} icon="text" steps={steps} hasError={phone.error !== undefined}>
      <Form view={view} action={routes.setUpPhone.path} class="stack">
        <PhoneField view={view} {...phone} />
        {names.length <= FEW && <p class="small muted">{words.phone.countries(names)}</p>}
        <Actions stacked>
          <Button>{words.phone.submit}</Button>
          <LinkButton kind="quiet" href={view.href(routes.setUpChoose.path)}>{words.chooseAnother}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}

export interface PhoneCodePageProps extends Stepped {
  candidate: ChallengeView
  /** The number in full, in the answer to its form alone. */
  number?: string | undefined
  now: number
  error?: string | undefined
  typed?: string | undefined
  notice?: string | undefined
}

/** Proves the number. */
export function PhoneCodePage({ view, steps, candidate, number, now, error, typed, notice }: PhoneCodePageProps) {
  const words = view.text.setUp
  const { lead, leadNotSent, ending, label, changeNumber } = words.phoneCode
  const shown = number?.replaceAll(' ', '\u00a0') ?? ending(candidate.destination ?? '') // a number stays on one line
  return (
    <Layout
      view={view} title={words.phoneCode.title} icon="text" steps={steps} hasError={error !== undefined || deliveryProblem(view.text, candidate) !== null}
      lead={candidate.delivery === 'sent' || candidate.delivery === 'delivered' ? lead(shown) : leadNotSent(shown)}
    >
      {notice && <Alert kind="success">{notice}</Alert>}
      <DeliveryStatus view={view} challenge={candidate} page={routes.setUpPhoneConfirm.path} />
      <Form view={view} action={routes.setUpPhoneConfirm.path} class="stack">
        <CodeField source="texted" label={label} error={error} typed={typed} />
        <Actions stacked><Button>{words.submit}</Button></Actions>
      </Form>
      <div class="actions between">
        <Resend view={view} challenge={candidate} action={routes.setUpPhoneResend.path} now={now} />
        <LinkButton kind="quiet" compact href={view.href(routes.setUpPhone.path)}>{changeNumber}</LinkButton>
      </div>
    </Layout>
  )
}
