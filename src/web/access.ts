import type { Engine } from '../engine/engine.ts'
import type { Holder } from '../engine/challenge.ts'
import { NightlatchError } from '../engine/errors.ts'
import type { Client, Person } from '../engine/model.ts'
import { mayAdminister } from '../engine/rank.ts'
import type { SessionHolder } from '../engine/step-up.ts'
import type { Cookies } from './cookies.ts'
import type { CurrentUser, Host } from './host.ts'
import { type Access, routes } from './routes.ts'
import { withNext } from './with-query.ts'

export const PENDING_COOKIE = 'pending'

/** Who a request turned out to be. */
export interface Identity {
  pendingToken: string | null
  session: SignedInRequest | null
}

export interface SignedInRequest {
  holder: SessionHolder
  person: Person
}

/** What a handler is given, by what its route asks for. */
export interface Granted {
  anyone: { session: SignedInRequest | null }
  pending: { token: string; holder: Holder }
  'setting-up': { holder: Holder; session: SignedInRequest | null }
  session: SignedInRequest
  'signed-in': SignedInRequest
  'stepped-up': SignedInRequest
  'may-administer': SignedInRequest
  administrator: SignedInRequest
  'acting-administrator': SignedInRequest
}

export type Decided<A extends Access> = { kind: 'granted'; granted: Granted[A] } | { kind: 'elsewhere'; path: string }

/** Reads the session and the pending sign-in of a request: once. */
export async function identify(request: Request, deps: { host: Host; engine: Engine; cookies: Cookies }): Promise<Identity> {
  const { host, engine, cookies } = deps
  const current = await host.currentUser(request)
  return { pendingToken: cookies.read(request, PENDING_COOKIE), session: current === null ? null : await signedIn(current) }

  async function signedIn({ organizationId, userId, sessionId, person: loaded }: CurrentUser): Promise<SignedInRequest | null> {
    const person = loaded ?? (await engine.people.find(organizationId, userId))
    if (person === null || person.user.deactivatedAt !== null) return null
    return { holder: { kind: 'session', organizationId, userId, sessionId }, person }
  }
}

/** Decides whether a route's handler may run for this request, or where the person belongs instead. */
export async function decideAccess(
  access: Access,
  identity: Identity,
  deps: { engine: Engine; host: Host; href(path: string): string; here: string; route: string; path: string; client: Client },
): Promise<Decided<Access>> {
  const { engine, host, href, here, route, path, client } = deps
  const { pendingToken, session } = identity
  const grant = (granted: Granted[Access]): Decided<Access> => ({ kind: 'granted', granted })
  const elsewhere = (path: string): Decided<Access> => ({ kind: 'elsewhere', path })
  const toStepUp = () => elsewhere(withNext(href(routes.stepUp.path), here))

  switch (access) {
    case 'anyone':
      return grant({ session })
    case 'pending':
      if (pendingToken !== null) return grant({ token: pendingToken, holder: { kind: 'pending', token: pendingToken } })
      return elsewhere(session === null ? host.signInUrl : host.homeUrl)
    case 'setting-up':
      // A pending sign-in goes first: it is the newer of the two.
      if (pendingToken !== null) return grant({ holder: { kind: 'pending', token: pendingToken }, session: null })
      if (session === null) return elsewhere(host.signInUrl)
      return grant({ holder: session.holder, session })
    case 'session':
      return session === null ? elsewhere(signInAndReturn()) : grant(session)
    case 'signed-in':
    case 'stepped-up':
      if (session === null) return elsewhere(signInAndReturn())
      if (engine.people.isConfined(session.person, engine.now())) return elsewhere(href(routes.setUp.path))
      if (access === 'stepped-up' && !(await engine.stepUp.isFresh(session.holder))) return toStepUp()
      return grant(session)
    case 'may-administer':
    case 'administrator':
    case 'acting-administrator':
      if (session === null) return elsewhere(signInAndReturn())
      if (engine.people.isConfined(session.person, engine.now())) return elsewhere(href(routes.setUp.path))
      if (!mayAdminister(session.person.user)) {
        await engine.people.noteRefusal(session.holder, { route, path }, client)
        throw new NightlatchError('administrators_only')
      }
      if (access === 'may-administer') return grant(session)
      // Whoever makes rules for others is protected themself.
      if (session.person.authenticators.length === 0) return elsewhere(href(routes.setUpBeforeAdministration.path))
      if (access === 'acting-administrator' && !(await engine.stepUp.isFresh(session.holder))) return toStepUp()
      return grant(session)
  }

  function signInAndReturn(): string {
    return withNext(host.signInUrl, here)
  }
}
