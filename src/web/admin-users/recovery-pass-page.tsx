import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import { Section } from '../ui/section.tsx'
import { momentText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { personPath } from './actable.tsx'

interface Whose {
  view: View
  user: { id: string; name: string }
}

/** Asks first whether this is the person they say they are. */
export function AskForPassPage({ view, user, error }: Whose & { error?: string | undefined }) {
  const words = view.text.administration.person.pass
  return (
    <Layout view={view} title={words.ask(user.name)} lead={words.lead} icon="key" hasError={error !== undefined}>
      <Form view={view} action={routes.recoveryPass.path.replace(':id', user.id)} class="stack">
        <Checkbox name="checked" label={words.checked} hint={words.checkedHint} error={error} />
        <Actions stacked>
          <Button>{words.submit}</Button>
          <LinkButton kind="secondary" href={view.href(personPath(user.id))}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}

/** The pass, in this one answer, and how to say it. */
export function PassPage({ view, user, pass, expiresAt }: Whose & { pass: string; expiresAt: number }) {
  const words = view.text.administration.person.pass
  const { steps } = words
  return (
    <Layout view={view} title={words.title} lead={words.shownLead(user.name)} icon="key" isAdministration>
      <p class="pass mono" aria-label={words.label}>{pass}</p>
      <Alert kind="warning">{words.once} {words.until(momentText(view, expiresAt))}</Alert>
      <Section id="spelling" title={words.spelling}>
        <dl class="spelled">
          {pass.split('-').map((group) => (
            <>
              <dt class="mono">{group}</dt>
              <dd>{[...group].map((sign) => words.spelled[sign] ?? sign).join(', ')}</dd>
            </>
          ))}
        </dl>
      </Section>
      <Section id="steps" title={steps.title}>
        <ol class="plain">{[steps.signIn, steps.enter, steps.setUp].map((step) => <li>{step}</li>)}</ol>
      </Section>
      <Actions stacked><LinkButton href={view.href(personPath(user.id))}>{words.back}</LinkButton></Actions>
    </Layout>
  )
}
