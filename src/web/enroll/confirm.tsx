import type { ChallengeView } from '../../engine/challenge-view.ts'
import { z } from 'zod'
import { PENDING_COOKIE } from '../access.ts'
import { mayAskAgain } from '../headers.ts'
import { field, type PageBody, type PageRequest } from '../page-request.ts'
import { refusalText, typedToMend } from '../refusal-text.ts'
import { routes } from '../routes.ts'
import { EndedPage, OverPage } from './ended-page.tsx'
import { showEnrolled } from './enrolled.tsx'
import { type Deps, findCandidate, type Ready, type SettingUp, viewFor } from './setting-up.ts'

const Form = z.object({ code: field() })

/** What the code page of a method looks like after a code that was not taken. */
type Show = (ready: Ready, candidate: ChallengeView, said: { error: string; typed: string | undefined }) => PageBody

/** Turns a method on once its code has proved it. */
export async function confirm(page: PageRequest, granted: SettingUp, deps: Deps, method: 'totp' | 'sms', show: Show): Promise<Response> {
  const { engine, host } = deps
  const { holder } = granted
  const { code } = page.form(Form)
  const setUp = await engine.setUp.view(holder)
  const view = viewFor(page.view, setUp.organization)

  const candidate = await findCandidate(engine, holder)
  if (candidate === null) return await page.page(<EndedPage view={view} isSignedIn={granted.session !== null} />, { status: 410 })
  // They went on with the other method in another tab: a try must not be spent on that one.
  if (candidate.method !== method) return page.redirect(`${view.href(pageOf(candidate))}?elsewhere`)

  const outcome = await engine.setUp.confirm(holder, code, page.visitor)
  // Asked for only since they began.
  if (outcome.kind === 'confirm-email') return page.redirect(view.href(routes.setUpEmail.path))
  if (outcome.kind === 'enrolled') return await showEnrolled(page, granted, deps, { setUp, view }, outcome)
  if (outcome.kind === 'refused') {
    const error = refusalText(view.text, outcome, engine.now())
    return await page.page(show({ setUp, view }, outcome.view, { error, typed: typedToMend(outcome, code) }), { status: 422, headers: mayAskAgain() })
  }
  if (holder.kind === 'pending') page.clearCookie(PENDING_COOKIE)
  return await page.page(<OverPage view={{ ...view, isPending: false }} method={method} signInUrl={holder.kind === 'pending' ? host.signInUrl : null} />, { status: 422 })
}

function pageOf({ method }: ChallengeView): string {
  return method === 'sms' ? routes.setUpPhoneConfirm.path : routes.setUpApp.path
}
