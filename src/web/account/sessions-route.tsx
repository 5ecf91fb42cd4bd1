import type { Accounts } from '../../accounts/accounts.ts'
import { noticeOf, withNotice } from '../notice.ts'
import { routes } from '../routes.ts'
import { rowIdOf } from '../row-id.ts'
import { screen } from '../screen.ts'
import { SessionsPage } from './sessions-page.tsx'

/** Where somebody is signed in: the standalone server's alone. */
export function sessionScreens({ accounts }: { accounts: Accounts }) {
  return [
    screen(routes.sessions, {
      async get(page, { holder, person }) {
        const sessions = await accounts.sessions.list(person.user)
        return await page.page(<SessionsPage view={page.view} sessions={sessions} currentId={holder.sessionId} notice={noticeOf(page)} />)
      },
    }),

    screen(routes.endSession, {
      async post(page, { person }) {
        await accounts.sessions.end(person.user, rowIdOf(page), page.visitor)
        return page.redirect(withNotice(page.view.href(routes.sessions.path), 'sessionEnded'))
      },
    }),

    screen(routes.endOtherSessions, {
      async post(page, { holder, person }) {
        await accounts.sessions.endAllOthers(person.user, holder.sessionId, page.visitor)
        return page.redirect(withNotice(page.view.href(routes.sessions.path), 'othersEnded'))
      },
    }),
  ]
}
