import type { Host } from '../host.ts'
import type { PageRequest } from '../page-request.ts'

/** Hands this browser the new token of its session, where we are the ones who issue it. */
export function renewSession(page: PageRequest, host: Host, token: string | null): void {
  if (token !== null && host.sessionCookie !== undefined) page.addSetCookie(host.sessionCookie(token))
}
