import type { DevelopmentInbox } from '../../delivery/development-inbox.ts'
import { NightlatchError } from '../../engine/errors.ts'
import type { Clock } from '../../engine/ports.ts'
import { contentSecurityPolicy, mayAskAgain } from '../headers.ts'
import { routes } from '../routes.ts'
import { type Screen, screen } from '../screen.ts'
import { developmentFile } from './files.ts'
import { MailPage } from './mail-page.tsx'
import { MailboxPage } from './mailbox-page.tsx'
import { PhonePage } from './phone-page.tsx'

/** The phone and the mailbox where everything sent arrives: in development alone. */
export function developmentScreens({ inbox, clock }: { inbox: DevelopmentInbox; clock: Clock }): Screen[] {
  return [
    screen(routes.developmentPhone, {
      get: ({ page, view }) => page(<PhonePage view={view} texts={inbox.texts()} now={clock()} />, { headers: mayAskAgain() }),
    }),

    screen(routes.developmentMailbox, {
      get: ({ page, view }) => page(<MailboxPage view={view} emails={inbox.emails()} />, { headers: mayAskAgain() }),
    }),

    screen(routes.developmentMail, {
      get({ page, params, view }) {
        const email = inbox.emails().find(({ id }) => id === params['id'])
        if (email === undefined) throw new NightlatchError('not_found')
        return page(<MailPage view={view} email={email} />, { secret: true, headers: mayHaveInlineStyles() })
      },
    }),

    screen(routes.developmentFile, { get: ({ params }) => developmentFile(params['file']) }),
  ]
}

/** The frame with the e-mail inherits the policy of its page. */
function mayHaveInlineStyles(): Headers {
  return new Headers({ 'content-security-policy': contentSecurityPolicy({ 'style-src': "'self' 'unsafe-inline'" }) })
}
