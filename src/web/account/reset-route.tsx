import { z } from 'zod'
import type { Accounts } from '../../accounts/accounts.ts'
import type { Host } from '../host.ts'
import { field, type PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { passwordProblemText } from './password-problem-text.ts'
import { ResetGonePage, ResetPage } from './reset-page.tsx'

const Form = z.object({ token: field(), next: field(2000) })

/** The page of the link: it sets a password, and neither signs in nor skips the second step. */
export function resetPasswordScreens({ accounts, host }: { accounts: Accounts; host: Host }) {
  return [
    screen(routes.resetPassword, {
      async get(page) {
        const token = page.query('token') ?? ''
        return (await accounts.viewReset(token)) === 'open' ? await form(page, token) : await gone(page)
      },

      async post(page) {
        const { token, next } = page.form(Form)
        const outcome = await accounts.resetPassword({ token, next, visitor: page.visitor })
        switch (outcome.kind) {
          case 'used-or-expired':
            return await gone(page)
          case 'problem':
            return await form(page, token, next === '' ? page.view.text.password.missing : passwordProblemText(page.view.text, outcome.problem))
          case 'reset':
            return page.redirect(`${host.signInUrl}?because=passwordChanged`)
        }
      },
    }),
  ]

  function form({ page, view }: PageRequest, token: string, error?: string) {
    return page(<ResetPage view={view} token={token} error={error} />, { secret: true, status: error === undefined ? 200 : 422 })
  }

  function gone({ page, view }: PageRequest) {
    return page(<ResetGonePage view={view} signInUrl={host.signInUrl} />, { secret: true, status: 410 })
  }
}
