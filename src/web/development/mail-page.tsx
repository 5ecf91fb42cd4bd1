import type { Child } from 'hono/jsx'
import type { ReceivedEmail } from '../../delivery/development-inbox.ts'
import { routes } from '../routes.ts'
import { Actions, LinkButton } from '../ui/button.tsx'
import { Facts } from '../ui/facts.tsx'
import { Layout } from '../ui/layout.tsx'
import { Section } from '../ui/section.tsx'
import type { View } from '../ui/view.ts'
import { stylesPath } from './files.ts'
import { momentOf } from './moments.ts'

/**
 * One e-mail, both ways. Its HTML is shown in a frame without scripts, forms and
 * origin; what it may do is follow a link that somebody pressed.
 */
export function MailPage({ view, email }: { view: View; email: ReceivedEmail }) {
  const words = view.text.development.mails
  return (
    <Layout view={view} title={email.subject} width="list">
      <link rel="stylesheet" href={view.href(stylesPath)} />
      <Facts items={[[words.to, email.to], [words.received, momentOf(view.locale, email.at)]]} />
      <Section id="html" title={words.html}>
        <iframe class="mail panel" title={email.subject} sandbox="allow-top-navigation-by-user-activation" srcdoc={`<base target="_top">${email.html}`}></iframe>
      </Section>
      <Section id="text" title={words.text}>
        <div class="mail-text panel">{linked(email.text)}</div>
      </Section>
      <Actions><LinkButton kind="secondary" compact href={view.href(routes.developmentMailbox.path)}>{words.back}</LinkButton></Actions>
    </Layout>
  )
}

/** Addresses in plain text can be pressed, as in any mail program. */
function linked(text: string): Child {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, i) => (i % 2 === 1 ? <a href={part}>{part}</a> : part))
}
