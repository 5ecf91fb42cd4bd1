import { z } from 'zod'
import type { Holder } from '../../engine/challenge.ts'
import type { ChallengeView } from '../../engine/challenge-view.ts'
import { PENDING_COOKIE } from '../access.ts'
import { field, type PageRequest } from '../page-request.ts'
import { refusalText, standingRefusal, typedToMend } from '../refusal-text.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { EmailCodePage, EmailOfferPage } from './email-page.tsx'
import { OverPage } from './ended-page.tsx'
import { type Deps, openOrNull, viewFor } from './setting-up.ts'

const Form = z.object({ code: field() })

/** Before set-up with the password alone: a code by e-mail, which a thief of the password has not got. */
export function emailScreens({ engine, host }: Deps) {
  return [
    screen(routes.setUpEmail, {
      async get(page, { holder }) {
        const { confirmEmail: address, view } = await look(page, holder)
        if (address === null) return page.redirect(view.href(routes.setUpBenefits.path))
        const challenge = await findOpen(holder)
        if (challenge === null) return await page.page(<EmailOfferPage view={view} address={address} />)
        const notice = page.query('sent') !== null && challenge.delivery === 'sent' ? view.text.required.emailCode.sentAgain : undefined
        const error = standingRefusal(view.text, challenge, engine.now()) ?? undefined
        return await page.page(<EmailCodePage view={view} address={address} challenge={challenge} now={engine.now()} error={error} notice={notice} />)
      },

      async post(page, { holder }) {
        const { code } = page.form(Form)
        const { confirmEmail: address, view } = await look(page, holder)
        if (address === null) return page.redirect(view.href(routes.setUpBenefits.path))
        if ((await findOpen(holder)) === null) return page.redirect(view.href(routes.setUpEmail.path))

        const outcome = await engine.setUp.verifyEmailConfirmation(holder, code, page.visitor)
        if (outcome.kind === 'confirmed') return page.redirect(view.href(routes.setUpBenefits.path))
        if (outcome.kind === 'over') {
          if (holder.kind === 'pending') page.clearCookie(PENDING_COOKIE)
          const signInUrl = holder.kind === 'pending' ? host.signInUrl : null
          return await page.page(<OverPage view={{ ...view, isPending: false }} method="email" signInUrl={signInUrl} />, { status: 422 })
        }
        const error = refusalText(view.text, outcome, engine.now())
        return await page.page(<EmailCodePage view={view} address={address} challenge={outcome.view} now={engine.now()} error={error} typed={typedToMend(outcome, code)} />, { status: 422 })
      },
    }),

    screen(routes.setUpEmailSend, {
      /** The first code, or another one: a resend keeps to its waits, so that nobody's mailbox is flooded. */
      async post(page, { holder }) {
        const { confirmEmail, view } = await look(page, holder)
        if (confirmEmail === null) return page.redirect(view.href(routes.setUpBenefits.path))
        const open = await findOpen(holder)
        if (open === null) await engine.setUp.sendEmailConfirmation(holder, page.visitor)
        else await engine.challenges.resend(holder, 'confirm-email', page.visitor)
        const isAgain = open !== null && engine.now() >= (open.mayResendAt ?? 0)
        return page.redirect(`${view.href(routes.setUpEmail.path)}${isAgain ? '?sent' : ''}`)
      },
    }),
  ]

  async function look(page: PageRequest, holder: Holder) {
    const { confirmEmail, organization } = await engine.setUp.view(holder)
    return { confirmEmail, view: viewFor(page.view, organization) }
  }

  async function findOpen(holder: Holder): Promise<ChallengeView | null> {
    return await openOrNull(engine.challenges.view(holder, 'confirm-email'))
  }
}
