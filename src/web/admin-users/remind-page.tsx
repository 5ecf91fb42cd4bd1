import { Alert } from '../ui/alert.tsx'
import { Actions, Button, LinkButton } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'

/** How many it concerns, before anything is sent. */
export function RemindPage({ view, concerned, action, back }: { view: View; concerned: number; action: string; back: string }) {
  const words = view.text.administration.people.remind
  if (concerned === 0) return <NotRemindedPage view={view} {...words.nobody} back={back} />
  return (
    <Layout view={view} title={words.title(concerned)} lead={words.lead} icon="clock">
      <Form view={view} action={action}>
        <Actions stacked>
          <Button>{words.submit(concerned)}</Button>
          <LinkButton kind="secondary" href={view.href(back)}>{view.text.layout.cancel}</LinkButton>
        </Actions>
      </Form>
    </Layout>
  )
}

/** That it is on its way. */
export function RemindedPage({ view, people, back }: { view: View; people: number; back: string }) {
  const { done, back: backWords } = view.text.administration.people.remind
  return (
    <Layout view={view} title={done.title} icon="clock">
      <Alert kind="success">{done.people(people)}</Alert>
      <p>{done.but}</p>
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
