import { z } from 'zod'
import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Host } from '../host.ts'
import { withNotice } from '../notice.ts'
import { field } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { renewSession } from '../step-up/renew-session.ts'
import { PasswordPage, type PasswordPageProps } from './password-page.tsx'
import { passwordProblemText } from './password-problem-text.ts'

const Form = z.object({ current: field(2000), next: field(2000) })

/** One's own password: the standalone server's alone. */
export function passwordScreens({ engine, accounts, host }: { engine: Engine; accounts: Accounts; host: Host }) {
  return [
    screen(routes.password, {
      get: (page, { person }) => page.page(<PasswordPage view={page.view} userName={person.user.userName} />),

      async post(page, { holder, person: { user } }) {
        const { current, next } = page.form(Form)
        const words = page.view.text.password
        if (current === '' || next === '') {
          return await refused({ current: current === '' ? words.currentMissing : undefined, next: next === '' ? words.missing : undefined })
        }

        const outcome = await accounts.changePassword({ user, sessionId: holder.sessionId, current, next, visitor: page.visitor })
        switch (outcome.kind) {
          case 'wrong':
            return await refused({ current: words.wrong })
          case 'wait':
            return await refused({ current: words.tooManyTries(outcome.until - engine.now()) }, 429)
          case 'problem':
            return await refused({ next: passwordProblemText(page.view.text, outcome.problem) })
          case 'changed':
            renewSession(page, host, outcome.token)
            return page.redirect(withNotice(page.view.href(routes.mySecurity.path), 'passwordChanged'))
        }

        function refused(errors: PasswordPageProps['errors'], status = 422) {
          return page.page(<PasswordPage view={page.view} userName={user.userName} errors={errors} />, { status })
        }
      },
    }),
  ]
}
