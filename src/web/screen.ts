import type { Granted } from './access.ts'
import type { PageRequest } from './page-request.ts'
import type { Access, Route } from './routes.ts'

export type Handler<A extends Access> = (page: PageRequest, granted: Granted[A]) => Response | Promise<Response>

/** A route with its handlers: none can be mounted without saying what it asks for. */
export interface Screen {
  route: Route
  get?: Handler<Access>
  post?: Handler<Access>
}

/** Ties handlers to a route, typed by what the route grants. */
export function screen<R extends Route>(route: R, handlers: { get?: Handler<R['access']>; post?: Handler<R['access']> }): Screen {
  // `decideAccess` gives each route just what its `access` says, so the wider type is safe here.
  return { route, ...(handlers as { get?: Handler<Access>; post?: Handler<Access> }) }
}
