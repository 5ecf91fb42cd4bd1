import { z } from 'zod'
import type { Accounts } from '../../accounts/accounts.ts'
import type { Host } from '../host.ts'
import { field } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { AskAdministratorPage, ForgotPage, SentPage } from './forgot-page.tsx'

const Form = z.object({ identifier: field(254) })

/** A link by e-mail for whoever forgot the password. The answer never tells who is known. */
export function forgotPasswordScreens({ accounts, host, mailIsOn }: { accounts: Accounts; host: Host; mailIsOn: boolean }) {
  const { signInUrl } = host
  return [
    screen(routes.forgotPassword, {
      get: ({ page, view }) => page(mailIsOn ? <ForgotPage view={view} signInUrl={signInUrl} /> : <AskAdministratorPage view={view} signInUrl={signInUrl} />),

      async post({ page, form, view, visitor }) {
        if (!mailIsOn) return await page(<AskAdministratorPage view={view} signInUrl={signInUrl} />)
        const identifier = form(Form).identifier.trim()
        if (identifier === '') {
          return await page(<ForgotPage view={view} signInUrl={signInUrl} error={view.text.resetPassword.forgot.missing} />, { status: 422 })
        }
        await accounts.requestReset(identifier, visitor)
        return await page(<SentPage view={view} signInUrl={signInUrl} />)
      },
    }),
  ]
}
