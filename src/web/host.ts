import type { Person, Visitor } from '../engine/model.ts'
import type { SignedIn } from '../engine/sign-in.ts'

/** Who a request belongs to, as the owner of sessions says. */
export interface CurrentUser {
  organizationId: string
  userId: string
  sessionId: string // stable for the life of the session, also where its token changes
  person?: Person // where the host has loaded it already
}

export type PasswordConfirmation = { kind: 'confirmed' } | { kind: 'wrong' } | { kind: 'wait'; until: number }

/**
 * What the pages need from the application that owns users and sessions. The
 * standalone server is only its first implementation.
 */
export interface Host {
  /** The session of this request, or null. Roles and state come from our own rows. */
  currentUser(request: Request): Promise<CurrentUser | null>
  /** For somebody who has no method yet: is it really them? */
  confirmPassword(user: CurrentUser, password: string, visitor: Visitor): Promise<PasswordConfirmation>
  /**
   * Opens the session and says where to go: a redirect with the session's
   * cookie. Embedded, `signedIn.token` is redeemed with `signIn.redeem`.
   */
  completeSignIn(request: Request, signedIn: SignedIn): Promise<Response>
  /** Where we own the token: the `Set-Cookie` that hands a renewed session to its browser. */
  sessionCookie?(token: string): string
  /** Where a sign-in starts, and where somebody signed in belongs; paths or addresses of the host. */
  signInUrl: string
  homeUrl: string
}
