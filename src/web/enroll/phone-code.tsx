import type { ChallengeView } from '../../engine/challenge-view.ts'
import { mayAskAgain } from '../headers.ts'
import type { PageRequest } from '../page-request.ts'
import { standingRefusal } from '../refusal-text.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { confirm } from './confirm.tsx'
import { PhoneCodePage } from './phone-page.tsx'
import { type Deps, findCandidate, noticeOf, type Ready, readyFor, stepsOf } from './setting-up.ts'

/** The code that proves a phone number. */
export function phoneCodeScreens(deps: Deps) {
  const { engine } = deps
  return [
    screen(routes.setUpPhoneConfirm, {
      async get(page, granted) {
        const ready = await readyFor(page, granted, deps, routes.setUpPhone.path)
        if (ready instanceof Response) return ready
        const candidate = await findCandidate(engine, granted.holder)
        if (candidate?.method !== 'sms') return page.redirect(page.view.href(routes.setUpPhone.path))
        const sentAgain = page.query('sent') !== null && candidate.delivery === 'sent'
        const notice = sentAgain ? ready.view.text.verify.resend.sent(candidate.destination ?? '') : noticeOf(page, ready.view)
        return await showPhoneCode(page, ready, deps, candidate, { notice })
      },

      post: (page, granted) =>
        confirm(page, granted, deps, 'sms', ({ setUp, view }, candidate, said) => (
          <PhoneCodePage view={view} steps={stepsOf(setUp, 2)} candidate={candidate} now={engine.now()} {...said} />
        )),
    }),

    screen(routes.setUpPhoneResend, {
      async post(page, { holder }) {
        const candidate = await findCandidate(engine, holder)
        if (candidate?.method !== 'sms') return page.redirect(page.view.href(routes.setUpPhone.path))
        const isEarly = engine.now() < (candidate.mayResendAt ?? 0)
        if (!isEarly) await engine.challenges.resend(holder, 'enroll', page.visitor)
        return page.redirect(`${page.view.href(routes.setUpPhoneConfirm.path)}${isEarly ? '' : '?sent'}`)
      },
    }),
  ]
}

/** The code field, with the number in full where its own form has just been answered. */
export async function showPhoneCode(
  page: PageRequest,
  { setUp, view }: Ready,
  { engine }: Deps,
  candidate: ChallengeView,
  { number, notice }: { number?: string | undefined; notice?: string | undefined },
): Promise<Response> {
  const now = engine.now()
  return await page.page(
    <PhoneCodePage
      view={view} steps={stepsOf(setUp, 2)} candidate={candidate} number={number} now={now} notice={notice}
      error={standingRefusal(view.text, candidate, now) ?? undefined}
    />,
    { secret: number !== undefined, headers: mayAskAgain() },
  )
}
