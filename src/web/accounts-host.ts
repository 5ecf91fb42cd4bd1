import type { Accounts } from '../accounts/accounts.ts'
import type { Cookies } from './cookies.ts'
import type { Host } from './host.ts'
import { routes } from './routes.ts'

export const SESSION_COOKIE = 'session'

/** The standalone server as its own host: users, passwords and sessions of `accounts/`. */
export function createAccountsHost({ accounts, cookies }: { accounts: Accounts; cookies: Cookies }): Host {
  return {
    async currentUser(request) {
      const token = cookies.read(request, SESSION_COOKIE)
      const current = token === null ? null : await accounts.sessions.current(token)
      if (current === null) return null
      const { id: sessionId, organizationId, userId } = current.session
      return { organizationId, userId, sessionId, person: current.person }
    },

    confirmPassword: ({ organizationId, userId }, password, visitor) =>
      accounts.confirmPassword({ id: userId, organizationId }, password, visitor),

    async completeSignIn(request, { token, verified, returnTo }) {
      // Whoever signs in anew leaves nothing behind of who was signed in here before (OWASP ASVS 5.0, 7.2.4).
      const former = cookies.read(request, SESSION_COOKIE)
      if (former !== null) await accounts.sessions.signOut(former, verified.client)
      return new Response(null, {
        status: 303,
        headers: { location: returnTo, 'set-cookie': cookies.write(SESSION_COOKIE, token) },
      })
    },

    sessionCookie: (token) => cookies.write(SESSION_COOKIE, token),
    signInUrl: routes.signIn.path,
    homeUrl: routes.home.path,
  }
}
