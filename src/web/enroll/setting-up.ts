import type { Holder } from '../../engine/challenge.ts'
import type { ChallengeView } from '../../engine/challenge-view.ts'
import type { Engine } from '../../engine/engine.ts'
import { NightlatchError } from '../../engine/errors.ts'
import type { Organization } from '../../engine/model.ts'
import type { SetUpView } from '../../engine/set-up.ts'
import type { Granted } from '../access.ts'
import type { Host } from '../host.ts'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { withNext } from '../with-query.ts'
import { textFor } from '../ui/text/index.ts'
import type { View } from '../ui/view.ts'

export interface Deps {
  engine: Engine
  host: Host
}

export type SettingUp = Granted['setting-up']

/** What the set-up pages show of a person, in their organization's language and time. */
export interface Ready {
  setUp: SetUpView
  view: View
}

/**
 * What stands before a method may be drafted: the code by e-mail where policy
 * asks for one, a fresh step-up for somebody signed in. Asked for before anything
 * is shown, so that nobody enters a number only to be sent away.
 *
 * @param back - the page to come back to after the step-up
 * @returns where the person has to go first, or what to show
 */
export async function readyFor(page: PageRequest, { holder, session }: SettingUp, { engine }: Deps, back: string): Promise<Ready | Response> {
  const setUp = await engine.setUp.view(holder)
  const { href } = page.view
  if (setUp.confirmEmail !== null) return page.redirect(href(routes.setUpEmail.path))
  if (session !== null && !(await engine.stepUp.isFresh(session.holder))) {
    return page.redirect(withNext(href(routes.stepUp.path), href(back)))
  }
  return { setUp, view: viewFor(page.view, setUp.organization) }
}

/** A pending sign-in has no session that would say which language and time zone to use. */
export function viewFor(view: View, { locale, timeZone }: Organization): View {
  return { ...view, text: textFor(locale), locale, timeZone }
}

/** Where somebody may go who sets up by choice; null for whoever must do it. */
export function wayOut({ view }: PageRequest, session: SettingUp['session'], engine: Engine): string | null {
  const isFree = session !== null && !engine.people.isConfined(session.person, engine.now())
  return isFree ? view.href(routes.mySecurity.path) : null
}

/** The method that waits for the code that proves it; null when there is none, or no try is left. */
export async function findCandidate(engine: Engine, holder: Holder): Promise<ChallengeView | null> {
  return await openOrNull(engine.challenges.view(holder, 'enroll'))
}

/** A challenge that can still be answered. */
export async function openOrNull(finding: Promise<ChallengeView>): Promise<ChallengeView | null> {
  try {
    const challenge = await finding
    return challenge.attemptsLeft > 0 ? challenge : null
  } catch (error) {
    if (error instanceof NightlatchError && error.code === 'challenge_not_found') return null
    throw error
  }
}

/** Said to somebody who answered in one tab after going on in another. */
export function noticeOf({ query }: PageRequest, { text }: View): string | undefined {
  return query('elsewhere') === null ? undefined : text.setUp.otherTab
}

/** Choose, prove, and keep the codes; who has codes already keeps those. */
export function stepsOf({ backupCodesLeft }: Pick<SetUpView, 'backupCodesLeft'>, current: number): { current: number; total: number } {
  return { current, total: backupCodesLeft > 0 ? 2 : 3 }
}
