import { z } from 'zod'
import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import { SESSION_COOKIE } from '../accounts-host.ts'
import { goOn } from '../finish-sign-in.ts'
import type { Host } from '../host.ts'
import { field } from '../page-request.ts'
import { safeReturnTo } from '../return-to.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import type { Text } from '../ui/text/index.ts'
import { SignInPage, type SignInPageProps } from './page.tsx'

const Form = z.object({ identifier: field(254), password: field(2000), next: field(1000) })

/** Why somebody stands at the sign-in page again, and how it is shown; an address that gives another reason shows none. */
const notices = { signedOut: 'info', sessionEnded: 'info', passwordChanged: 'info', tooManyCodes: 'warning' } as const

/** User name and password, and the way out. */
export function signInScreens({ engine, accounts, host }: { engine: Engine; accounts: Accounts; host: Host }) {
  return [
    screen(routes.signIn, {
      async get(page, { session }) {
        const next = safeReturnTo(page.query('next'), host.homeUrl)
        if (session !== null) return page.redirect(next)
        // Whoever signs out gives the cookie back; whoever still has one did not end the session here.
        const because = page.query('because') ?? (page.visitor.cookie(SESSION_COOKIE) === null ? null : 'sessionEnded')
        return await page.page(<SignInPage view={page.view} next={next} notice={noticeOf(page.view.text, because)} />)
      },

      async post(page) {
        const { identifier, password, next } = page.form(Form)
        const words = page.view.text.signIn
        const fieldErrors = {
          identifier: identifier.trim() === '' ? words.identifierMissing : undefined,
          password: password === '' ? words.passwordMissing : undefined,
        }
        if (fieldErrors.identifier !== undefined || fieldErrors.password !== undefined) {
          return await page.page(<SignInPage view={page.view} next={next} identifier={identifier} fieldErrors={fieldErrors} />, { status: 422 })
        }

        const outcome = await accounts.authenticate({ identifier, password, visitor: page.visitor })
        if (outcome.kind === 'authenticated') {
          const step = await engine.signIn.begin(outcome.user, page.visitor, safeReturnTo(next, host.homeUrl))
          return await goOn(page, host, step)
        }
        const error = outcome.kind === 'wait' ? words.tooManyTries(outcome.until - engine.now()) : words.wrong
        return await page.page(<SignInPage view={page.view} next={next} identifier={identifier} error={error} />, {
          status: outcome.kind === 'wait' ? 429 : 422,
        })
      },
    }),

    screen(routes.signOut, {
      async post(page) {
        await accounts.sessions.signOut(page.visitor.cookie(SESSION_COOKIE) ?? '', page.visitor)
        page.clearCookie(SESSION_COOKIE)
        return page.redirect(`${host.signInUrl}?because=signedOut`)
      },
    }),
  ]
}

function noticeOf({ signIn: { ended } }: Text, because: string | null): SignInPageProps['notice'] {
  if (because === null || !isReason(because)) return undefined
  return { kind: notices[because], children: ended[because] }
}

function isReason(because: string): because is keyof typeof notices {
  return Object.hasOwn(notices, because)
}
