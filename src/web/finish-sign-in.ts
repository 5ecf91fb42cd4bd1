import type { SignedIn, SignInStep } from '../engine/sign-in.ts'
import { PENDING_COOKIE } from './access.ts'
import type { Host } from './host.ts'
import type { PageRequest } from './page-request.ts'
import { routes } from './routes.ts'
import { withNext } from './with-query.ts'

/** Answers with whatever a sign-in leads to: a session, the code page, or set-up. */
export async function goOn(page: PageRequest, host: Host, step: SignInStep): Promise<Response> {
  if (step.kind === 'signed-in') return await finishSignIn(page, host, step)
  page.setCookie(PENDING_COOKIE, step.token)
  return page.redirect(page.view.href(step.kind === 'verify' ? routes.verify.path : routes.setUp.path))
}

/** Hands the browser its session and its device, and sends it on its way. */
export async function finishSignIn(page: PageRequest, host: Host, signedIn: SignedIn): Promise<Response> {
  const { device, backupCodesLeft, offerBackupCodes } = signedIn
  page.clearCookie(PENDING_COOKIE)
  if (device !== null) page.setCookie(device.name, device.token, device.maxAgeSeconds)
  if (backupCodesLeft === null && !offerBackupCodes) return await host.completeSignIn(page.request, signedIn)

  // A word about backup codes first; it leads on to where the person was going.
  const reminder = withNext(page.view.href(routes.backupCodesReminder.path), signedIn.returnTo)
  return await host.completeSignIn(page.request, {
    ...signedIn,
    returnTo: backupCodesLeft === null ? reminder : `${reminder}&used=1`,
  })
}
