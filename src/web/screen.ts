import type { Granted } from './access.ts'
import type { PageRequest } from './page-request.ts'
import type { Access, Route } from './routes.ts'

export type Handler<A extends Access> = (page: PageRequest, granted: Granted[A]) => Response | Promise<Response>

/** What a program elsewhere posts, as it came. */
export interface SignedMessage {
  url: string // our public address, with the path and query that it was sent to
  headers: Headers
  body: string
  params: Readonly<Record<string, string>>
}

/** A route with its handlers: none can be mounted without saying what it asks for. */
export interface Screen {
  route: Route
  get?: Handler<Access>
  post?: Handler<Access>
  /** Takes a POST by its signature alone: there is no person, so neither cookie, origin nor form token is asked of it. */
  signedPost?: (message: SignedMessage) => Response | Promise<Response>
}

/** Ties handlers to a route, typed by what the route grants. */
export function screen<R extends Route>(route: R, handlers: { get?: Handler<R['access']>; post?: Handler<R['access']> }): Screen {
  // `decideAccess` gives each route just what its `access` says, so the wider type is safe here.
  return { route, ...(handlers as { get?: Handler<Access>; post?: Handler<Access> }) }
}
