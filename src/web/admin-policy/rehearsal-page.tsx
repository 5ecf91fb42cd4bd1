import type { PolicySettings, Rehearsal } from '../../engine/policy-change.ts'
import { routes } from '../routes.ts'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Section } from '../ui/section.tsx'
import type { View } from '../ui/view.ts'
import { AdminPage } from './admin-page.tsx'
import { type EnteredPolicy, enteredQuery } from './entered-policy.ts'
import { changeText } from './setting-text.ts'

export interface RehearsalPageProps {
  view: View
  rehearsal: Extract<Rehearsal, { kind: 'rehearsed' }>
  before: PolicySettings
  after: PolicySettings
  entered: EnteredPolicy
}

/** What saving would do, and to whom. */
export function RehearsalPage({ view, rehearsal, before, after, entered }: RehearsalPageProps) {
  const words = view.text.administration.policy.rehearsal
  const { changes, stopped } = rehearsal
  return (
    <AdminPage view={view} title={words.title} lead={words.lead}>
      <Section id="changes" title={words.changes}>
        <ul class="plain">{changes.map((field) => <li>{changeText(view.text, field, before, after)}</li>)}</ul>
      </Section>
      <Section id="stopped" title={words.stopped(stopped.count)} lead={words.stoppedLead(stopped.count)}>
        {stopped.count > 0 && <Stopped view={view} stopped={stopped} />}
      </Section>
      <Form view={view} action={routes.twoStepChanges.path}>
        {Object.entries(entered).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
        <Actions>
          <Button>{words.submit}</Button>
          <LinkButton kind="secondary" href={view.href(`${routes.twoStep.path}?${enteredQuery(entered)}`)}>{words.back}</LinkButton>
        </Actions>
      </Form>
    </AdminPage>
  )
}

function Stopped({ view, stopped: { count, first } }: { view: View; stopped: RehearsalPageProps['rehearsal']['stopped'] }) {
  const words = view.text.administration.policy.rehearsal
  return (
    <>
      <ul class="items panel" role="list" aria-label={words.caption}>
        {first.map(({ userId, name, roles }) => (
          <li class="item">
            <div>
              <p class="named"><a href={view.href(routes.person.path.replace(':id', userId))}>{name}</a></p>
              <p class="about">{roles.join(', ')}</p>
            </div>
          </li>
        ))}
      </ul>
      {count > first.length && <p class="says">{words.more(count - first.length)}</p>}
    </>
  )
}
