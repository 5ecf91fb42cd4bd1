import type { ReceivedEmail } from '../../delivery/development-inbox.ts'
import { routes } from '../routes.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Layout } from '../ui/layout.tsx'
import type { View } from '../ui/view.ts'
import { Live } from './live.tsx'
import { momentOf } from './moments.ts'

/** The e-mails that were sent, newest first. */
export function MailboxPage({ view, emails }: { view: View; emails: readonly ReceivedEmail[] }) {
  const words = view.text.development.mails
  return (
    <Layout view={view} title={words.title} lead={words.lead} width="list">
      <Live view={view} newest={emails[0]?.id} here={routes.developmentMailbox.path}>
        {emails.length === 0
          ? <EmptyState icon="text" title={words.none}>{words.noneBody}</EmptyState>
          : <ol class="mails panel" role="list" aria-label={words.caption}>{emails.map((email) => <Envelope view={view} email={email} />)}</ol>}
      </Live>
    </Layout>
  )
}

function Envelope({ view, email }: { view: View; email: ReceivedEmail }) {
  return (
    <li>
      <a href={view.href(routes.developmentMail.path.replace(':id', email.id))}>
        <span class="face" aria-hidden="true">{[...email.to][0]?.toUpperCase()}</span>
        <span class="about">
          <strong>{email.subject}</strong>
          <span class="muted small">{view.text.development.mails.to} {email.to}</span>
        </span>
        <time class="muted small" datetime={new Date(email.at * 1000).toISOString()}>{momentOf(view.locale, email.at)}</time>
      </a>
    </li>
  )
}
