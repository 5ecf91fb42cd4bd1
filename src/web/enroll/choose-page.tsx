import type { SetUpView } from '../../engine/set-up.ts'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, LinkButton } from '../ui/button.tsx'
import { Choice, Choices } from '../ui/choice.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { NotNow } from './required-page.tsx'
import { stepsOf } from './setting-up.ts'

/** Text message or app. */
export function ChoosePage({ view, setUp, notice }: { view: View; setUp: SetUpView; notice?: string | undefined }) {
  const words = view.text.setUp.choose
  const { methods } = setUp
  return (
    <Layout view={view} title={words.title} lead={lead(view, setUp)} steps={stepsOf(setUp, 1)}>
      {notice && <Alert kind="info">{notice}</Alert>}
      <Form view={view} action={routes.setUpChoose.path}>
        <Choices>
          {methods.includes('totp') && (
            <Choice id="totp" icon="app" name="method" value="totp" tag={methods.length > 1 ? view.text.methods.recommended : undefined} {...words.totp} />
          )}
          {methods.includes('sms') && <Choice id="sms" icon="text" name="method" value="sms" {...words.sms} />}
        </Choices>
      </Form>
    </Layout>
  )
}

/** When nothing can be set up at all. */
export function NoWayPage({ view, setUp, leave }: { view: View; setUp: SetUpView; leave: string | null }) {
  const words = view.text.setUp.choose.none
  return (
    <Layout view={view} title={words.title} lead={words.lead} icon="alert">
      <Actions stacked>
        <LinkButton href={view.href(routes.setUpChoose.path)}>{words.again}</LinkButton>
        {leave && <LinkButton kind="quiet" href={leave}>{view.text.setUp.intro.leave}</LinkButton>}
        {setUp.skippableUntil !== null && <NotNow view={view} />}
      </Actions>
    </Layout>
  )
}

function lead({ text }: View, { methods, held, unavailable, textCountries }: SetUpView): string {
  const words = text.setUp.choose
  const whyNoTexts = textCountries.length === 0 ? words.leadOne.textsOff : words.leadOne.unavailable
  if (methods.length === 1) return unavailable.includes('sms') ? whyNoTexts : words.leadOne.notAllowed
  return held.length > 0 ? words.leadHeld : words.lead
}
