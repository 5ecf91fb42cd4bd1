import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import type { Host } from '../host.ts'
import { field } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { StepUpPasswordPage } from './password-page.tsx'
import { renewSession } from './renew-session.ts'
import { nextOf } from './next-of.ts'
import { withNext } from '../with-query.ts'

const Form = z.object({ password: field(2000) })

/** The password again, from somebody who has no method yet: enough to set one up. */
export function stepUpByPasswordScreens({ engine, host }: { engine: Engine; host: Host }) {
  return [
    screen(routes.stepUpPassword, {
      async post(page, { holder, person }) {
        const next = nextOf(page)
        // Somebody with a method gives a code; here they may not even try a password.
        if (person.authenticators.length > 0) return page.redirect(page.view.href(withNext(routes.stepUp.path, next)))

        const { password } = page.form(Form)
        const words = page.view.text.stepUp
        if (password === '') return await refused(words.passwordMissing, 422)
        const outcome = await host.confirmPassword(holder, password, page.visitor)
        if (outcome.kind === 'wrong') return await refused(words.wrongPassword, 422)
        if (outcome.kind === 'wait') return await refused(words.tooManyTries(outcome.until - engine.now()), 429)

        const { token } = await engine.stepUp.byPassword(holder, page.visitor)
        renewSession(page, host, token)
        return page.redirect(next)

        function refused(error: string, status: number) {
          return page.page(<StepUpPasswordPage view={page.view} next={next} error={error} />, { status })
        }
      },
    }),
  ]
}
