import type { Enrolled } from '../../engine/enrollment.ts'
import type { SignedIn } from '../../engine/sign-in.ts'
import { PENDING_COOKIE } from '../access.ts'
import { finishSignIn } from '../finish-sign-in.ts'
import { type NoticeName, withNotice } from '../notice.ts'
import type { PageRequest } from '../page-request.ts'
import { safeReturnTo } from '../return-to.ts'
import { routes } from '../routes.ts'
import { renewSession } from '../step-up/renew-session.ts'
import { BackupCodesPage } from '../ui/backup-codes-page.tsx'
import type { Deps, Ready, SettingUp } from './setting-up.ts'

/** A method is on: its backup codes are in this answer alone, with the session that goes on. */
export async function showEnrolled(page: PageRequest, granted: SettingUp, deps: Deps, ready: Ready, enrolled: Enrolled): Promise<Response> {
  const { host } = deps
  if (enrolled.signIn !== null) return await endSignIn(page, deps, ready, enrolled, enrolled.signIn)

  const { sessionToken, device } = enrolled
  renewSession(page, host, sessionToken)
  if (device !== null) page.setCookie(device.name, device.token, device.maxAgeSeconds)
  // Somebody who was stopped on their way goes on; anybody else came from their own settings.
  const mySecurity = page.view.href(routes.mySecurity.path)
  const next = ready.setUp.because === null ? mySecurity : host.homeUrl
  if (enrolled.backupCodes === null) return page.redirect(next === mySecurity ? withNotice(mySecurity, noticeOf(enrolled)) : next)
  return await showCodes(page, deps, ready, { codes: enrolled.backupCodes, next })
}

/** The end of a sign-in: the host opens the session, and the codes are shown before the person goes on. */
async function endSignIn(page: PageRequest, deps: Deps, ready: Ready, { backupCodes }: Enrolled, signIn: SignedIn): Promise<Response> {
  const { host } = deps
  if (backupCodes === null) return await finishSignIn(page, host, signIn)

  page.clearCookie(PENDING_COOKIE)
  if (signIn.device !== null) page.setCookie(signIn.device.name, signIn.device.token, signIn.device.maxAgeSeconds)
  const answer = await host.completeSignIn(page.request, signIn)
  const location = answer.headers.get('location')
  // The host had something else to say. A new set of codes is offered at the next sign-in.
  if (location === null) return answer
  for (const cookie of answer.headers.getSetCookie()) page.addSetCookie(cookie)

  const view = { ...ready.view, isPending: false, formToken: page.viewAfterSignIn(signIn.verified, routes.backupCodesSaved.path).formToken }
  return await showCodes(page, deps, { ...ready, view }, { codes: backupCodes, next: ownPath(page, location) ?? host.homeUrl })
}

async function showCodes(page: PageRequest, { engine }: Deps, { view, setUp }: Ready, { codes, next }: { codes: readonly string[]; next: string }) {
  return await page.page(
    <BackupCodesPage view={view} codes={codes} userName={setUp.userName} createdAt={engine.now()} next={next} steps={{ current: 3, total: 3 }} />,
    { secret: true },
  )
}

/** The path of an address on our own origin: a form must never carry people off to another. */
function ownPath(page: PageRequest, location: string): string | null {
  const { publicOrigin } = page
  const url = URL.canParse(location, publicOrigin) ? new URL(location, publicOrigin) : null
  if (url === null || url.origin !== publicOrigin) return null
  const path = url.pathname + url.search + url.hash
  return safeReturnTo(path, '') || null
}

function noticeOf({ replaced, method }: Enrolled): NoticeName {
  if (!replaced) return 'methodAdded'
  return method === 'sms' ? 'phoneChanged' : 'appChanged'
}
