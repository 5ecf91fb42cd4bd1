import { z } from 'zod'
import type { Holder } from '../../engine/challenge.ts'
import type { ChallengeView } from '../../engine/challenge-view.ts'
import type { Engine } from '../../engine/engine.ts'
import { NightlatchError } from '../../engine/errors.ts'
import { methodIds } from '../../engine/model.ts'
import { PENDING_COOKIE } from '../access.ts'
import { goOn } from '../finish-sign-in.ts'
import { mayAskAgain } from '../headers.ts'
import type { Host } from '../host.ts'
import { field } from '../page-request.ts'
import { refusalText, standingRefusal, typedToMend } from '../refusal-text.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import type { View } from '../ui/view.ts'
import { AnotherWayPage, VerifyPage, type VerifyPageProps } from './page.tsx'

const CodeForm = z.object({ code: field(), trustDevice: z.literal('on').optional() })
const MethodForm = z.object({ method: z.enum(methodIds).exclude(['email']) })

/** The pages between the password and the session. */
export function verifyScreens({ engine, host }: { engine: Engine; host: Host }) {
  const show = (view: View, challenge: ChallengeView, { error, notice, typed }: Pick<VerifyPageProps, 'error' | 'notice' | 'typed'>) => (
    <VerifyPage view={view} challenge={challenge} now={engine.now()} error={error ?? standingRefusal(view.text, challenge, engine.now()) ?? undefined} notice={notice} typed={typed} />
  )

  return [
    screen(routes.verify, {
      async get(page, { holder }) {
        const challenge = await viewUnlessSettingUp(holder)
        if (challenge === null) return page.redirect(page.view.href(routes.setUp.path))
        const sentAgain = page.query('sent') !== null && challenge.delivery === 'sent'
        return await page.page(show(page.view, challenge, { notice: sentAgain ? page.view.text.verify.resend.sent(challenge.destination ?? '') : undefined }), { headers: mayAskAgain() })
      },

      async post(page, { token }) {
        const { code, trustDevice } = page.form(CodeForm)
        const outcome = await engine.signIn.verify({ token, code, trustDevice: trustDevice === 'on', visitor: page.visitor })
        if (outcome.kind === 'over') {
          page.clearCookie(PENDING_COOKIE)
          return page.redirect(`${host.signInUrl}?because=tooManyCodes`)
        }
        if (outcome.kind !== 'refused') return await goOn(page, host, outcome)
        const typed = { code: typedToMend(outcome, code), trustDevice: trustDevice === 'on' }
        return await page.page(show(page.view, outcome.view, { error: refusalText(page.view.text, outcome, engine.now()), typed }), { status: 422, headers: mayAskAgain() })
      },
    }),

    screen(routes.verifyResend, {
      async post(page, { holder }) {
        const isSent = await engine.challenges.resend(holder, 'sign-in', page.visitor)
        return page.redirect(`${page.view.href(routes.verify.path)}${isSent ? '?sent' : ''}`)
      },
    }),

    screen(routes.verifySomebodyElse, {
      async post(page, { token }) {
        await engine.signIn.abandon(token)
        page.clearCookie(PENDING_COOKIE)
        return page.redirect(host.signInUrl)
      },
    }),

    screen(routes.verifyAnotherWay, {
      async get(page, { holder }) {
        const { others, phone, backupCodesLeft } = await engine.challenges.view(holder, 'sign-in')
        return await page.page(
          <AnotherWayPage
            view={page.view} ways={others} phone={phone} backupCodesLeft={backupCodesLeft}
            action={routes.verifyAnotherWay.path} back={routes.verify.path}
          />,
        )
      },

      async post(page, { holder }) {
        const { method } = page.form(MethodForm)
        await engine.challenges.chooseMethod(holder, 'sign-in', method, page.visitor)
        return page.redirect(page.view.href(routes.verify.path))
      },
    }),
  ]

  /** Null for somebody whose code was right and who sets up a method now: they came here with the back button. */
  async function viewUnlessSettingUp(holder: Holder): Promise<ChallengeView | null> {
    try {
      return await engine.challenges.view(holder, 'sign-in')
    } catch (error) {
      if (!(error instanceof NightlatchError) || error.code !== 'challenge_not_found') throw error
      await engine.setUp.view(holder) // throws the same where nothing is pending
      return null
    }
  }
}
