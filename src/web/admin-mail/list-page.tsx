import type { Undelivered } from '../../engine/outbox.ts'
import { AdminPage } from '../admin-policy/admin-page.tsx'
import { personPath } from '../admin-users/actable.tsx'
import { routes } from '../routes.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Pager } from '../ui/data-table.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Form } from '../ui/form.tsx'
import { Item, Items } from '../ui/section.tsx'
import { Time } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'

export interface UndeliveredPageProps {
  view: View
  notices: readonly Undelivered[]
  next: string | null
  isFirst: boolean
  isRetried: boolean
  mailIsOn: boolean
}

/** What could not be told to people by e-mail, and why. */
export function UndeliveredPage({ view, notices, next, isFirst, isRetried, mailIsOn }: UndeliveredPageProps) {
  const words = view.text.undelivered
  const path = view.href(routes.undelivered.path)
  return (
    <AdminPage view={view} part="undelivered" title={words.title} lead={words.lead}>
      {isRetried && <Alert kind="success">{words.retried}</Alert>}
      {!mailIsOn && <Alert kind="warning" title={words.noMail.title}>{words.noMail.body}</Alert>}
      {notices.length === 0 && mailIsOn && <None view={view} isFirst={isFirst} />}
      {notices.length > 0 && <Items>{notices.map((undelivered) => <One view={view} undelivered={undelivered} />)}</Items>}
      {(!isFirst || next !== null) && (
        <Pager
          label={words.pages}
          previous={isFirst ? undefined : { href: path, label: words.newest }}
          next={next === null ? undefined : { href: `${path}?before=${encodeURIComponent(next)}`, label: words.older }}
        />
      )}
    </AdminPage>
  )
}

function One({ view, undelivered }: { view: View; undelivered: Undelivered }) {
  const { notice, userName, attempts, deadAt, failure, answer } = undelivered
  const words = view.text.undelivered
  const what = words.what[notice.event]
  return (
    <Item
      icon="alert"
      title={what}
      actions={
        <Form view={view} action={routes.retryUndelivered.path.replace(':id', notice.id)}>
          <Button kind="quiet" compact label={words.retryLabel(what, userName)}>{words.retry}</Button>
        </Form>
      }
    >
      <p><a href={view.href(personPath(notice.userId))}>{userName}</a>, <span class="breakable">{notice.to}</span></p>
      <p>{words.why[failure]}</p>
      <p class="muted">{words.since} <Time view={view} at={deadAt} />, {words.tried(attempts)}</p>
      {answer !== '' && <Disclosure summary={words.answer}><p class="mono breakable">{answer}</p></Disclosure>}
    </Item>
  )
}

function None({ view, isFirst }: { view: View; isFirst: boolean }) {
  const words = view.text.undelivered[isFirst ? 'none' : 'noMore']
  return <EmptyState icon="check" title={words.title}>{words.body}</EmptyState>
}
