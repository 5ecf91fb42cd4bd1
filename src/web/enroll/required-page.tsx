import type { SetUpView } from '../../engine/set-up.ts'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { dateText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { daysLeft } from './days-left.ts'

/** Says that 2-step verification is required and by whom, and leads to its set-up. */
export function RequiredPage({ view, setUp, now, isConfined }: { view: View; setUp: SetUpView; now: number; isConfined: boolean }) {
  const words = view.text.required
  const { skippableUntil } = setUp
  return (
    <Layout view={view} title={words.title} icon="shield" lead={reason(view, setUp)}>
      <p>{isConfined ? words.confined : words.what}</p>
      {skippableUntil !== null && (
        <p><strong>{words.deadline(dateText(view, skippableUntil), daysLeft(now, skippableUntil, view.timeZone))}</strong></p>
      )}
      <Actions stacked>
        <LinkButton href={view.href(routes.setUpBenefits.path)}>{words.submit}</LinkButton>
        {skippableUntil !== null && <NotNow view={view} />}
      </Actions>
    </Layout>
  )
}

/** Signs in without set-up, while the grace period lasts. */
export function NotNow({ view }: { view: View }) {
  return (
    <Form view={view} action={routes.setUpPostpone.path} class="actions stacked">
      <Button kind="quiet">{view.text.required.notNow}</Button>
    </Form>
  )
}

function reason({ text }: View, { because, organization, role, held }: SetUpView): string {
  const words = text.required.because
  if (because === 'method-not-allowed') {
    const names = held.map((method) => (method in text.methods ? text.methods[method as 'totp' | 'sms'].name : method))
    return words.methodNotAllowed(names.join(', '))
  }
  if (because === 'recovery' || because === 'reported') return words[because]
  return because === 'role' && role !== null ? words.role(role) : words.organization(organization.name)
}
