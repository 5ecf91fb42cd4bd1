import type { Reminded } from '../../engine/reminder.ts'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'

/** Counted no further: at so many the exact number helps nobody. */
export const MOST_COUNTED = 10_000

/** How many it concerns, before anything is sent. */
export function RemindPage({ view, concerned, action, back }: { view: View; concerned: number; action: string; back: string }) {
  const words = view.text.administration.people.remind
  if (concerned === 0) return <NotRemindedPage view={view} {...words.nobody} back={back} />
  const [title, submit] = concerned > MOST_COUNTED ? [words.many.title(MOST_COUNTED), words.many.submit] : [words.title(concerned), words.submit(concerned)]
  return (
    <Layout view={view} title={title} lead={words.lead} icon="clock">
      <Form view={view} action={action}>
        <Actions stacked>
          <Button>{submit}</Button>
          <LinkButton kind="secondary" href={view.href(back)}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}

/** What came of it. */
export function RemindedPage({ view, reminded, back }: { view: View; reminded: Reminded; back: string }) {
  const { done, back: backWords } = view.text.administration.people.remind
  const { sent, alreadyToday, withoutAddress } = reminded
  return (
    <Layout view={view} title={done.title} icon="clock">
      <Alert kind={sent > 0 ? 'success' : 'info'}>{done.sent(sent)}</Alert>
      {alreadyToday > 0 && <p>{done.alreadyToday(alreadyToday)}</p>}
      {withoutAddress > 0 && <p>{done.withoutAddress(withoutAddress)} <a href={view.href(routes.people.path)}>{view.text.administration.people.title}</a></p>}
      <Actions stacked><LinkButton href={view.href(back)}>{backWords}</LinkButton></Actions>
    </Layout>
  )
}

export function NotRemindedPage({ view, title, lead, back }: { view: View; title: string; lead: string; back: string }) {
  return (
    <Layout view={view} title={title} lead={lead} icon="info">
      <Actions stacked><LinkButton href={view.href(back)}>{view.text.administration.people.remind.back}</LinkButton></Actions>
    </Layout>
  )
}
