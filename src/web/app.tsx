import { type Context, Hono } from 'hono'
import { HashingBusyError } from '../accounts/ports.ts'
import type { Engine } from '../engine/engine.ts'
import { NightlatchError } from '../engine/errors.ts'
import type { Client, User, Visitor } from '../engine/model.ts'
import type { Log, Ports } from '../engine/ports.ts'
import { decideAccess, type Identity, identify, PENDING_COOKIE } from './access.ts'
import { createCookies } from './cookies.ts'
import { errorAnswer, unreadablePage } from './errors.tsx'
import { goOn } from './finish-sign-in.ts'
import { nothingPosted, readBody } from './form-data.ts'
import { createFormTokens } from './form-tokens.ts'
import { changeable, pageAnswer, secure } from './headers.ts'
import type { Host } from './host.ts'
import { logFailure } from './log-failure.ts'
import { refuseOtherOrigins } from './origin.ts'
import { createPageRequest, formOf, type PageRequest } from './page-request.ts'
import { safeReturnTo } from './return-to.ts'
import { type Access, type Route, routes } from './routes.ts'
import type { Handler, Screen } from './screen.ts'
import { assetAnswer, createAssets } from './ui/assets.ts'
import { textFor } from './ui/text/index.ts'
import type { View } from './ui/view.ts'
import { withNext } from './with-query.ts'

/** How the pages present themselves, and where they are mounted. */
export interface Site {
  publicUrl: string // what people type; never taken from a header
  basePath: string // '' or '/two-step'
  applicationName: string
  logoUrl: string | null
  accent: string | undefined // a CSS hex colour
  isAtHost: boolean
  isDevelopment: boolean
}

export interface WebDependencies {
  site: Site
  engine: Engine
  host: Host
  keyedHash: Ports['keyedHash']
  random: Ports['random']
  log: Log
  screens: readonly Screen[]
}

export interface Web {
  /** Request in, Response out. `client` is who sent it, as the server's socket and configured proxies say. */
  answer(request: Request, client: Client): Promise<Response>
  /** For what never became a request: broken HTTP (400), a body that stopped coming (408), headers that are too long (431). */
  unreadable(status: 400 | 408 | 431): Response
  /** For a host that has checked a password: the answer that leads to a session, to the code or to set-up. */
  beginSignIn(request: Request, client: Client, user: Pick<User, 'id' | 'organizationId'>, returnTo: string): Promise<Response>
}

/** Mounts the screens; whatever is not one of them is a 404. */
export function createWeb(deps: WebDependencies): Web {
  const { site, engine, host, log } = deps
  const isHttps = site.publicUrl.startsWith('https:')
  const publicOrigin = new URL(site.publicUrl).origin
  const cookies = createCookies({ isHttps })
  const formTokens = createFormTokens({ ...deps, cookies })
  const assets = createAssets({ accent: site.accent })
  const href = (path: string) => site.basePath + path
  const app = new Hono<{ Bindings: { client: Client } }>({ strict: false })

  for (const { route, get, post, signedPost } of deps.screens) {
    if (get) app.get(href(route.path), (c) => answer(c, route, get))
    if (post) app.post(href(route.path), (c) => answer(c, route, post))
    if (signedPost) app.post(href(route.path), (c) => answerSigned(c.req.raw, c.req.param(), signedPost))
  }
  app.get(href('/assets/:file'), (c) => {
    const asset = assets.find(c.req.path.slice(site.basePath.length))
    if (asset === undefined) return answer(c, nowhere, notFound)
    return assetAnswer(asset, c.req.header('accept-encoding'))
  })
  app.notFound((c) => answer(c, nowhere, notFound))

  return {
    answer: async (request, client) => secure(await app.fetch(request, { client }), { isHttps }),

    unreadable(status) {
      const page = unreadablePage(status, viewFor({ pendingToken: null, session: null }, ''), host.homeUrl)
      return secure(pageAnswer(String(page), status), { isHttps })
    },

    async beginSignIn(request, client, user, returnTo) {
      const setCookies: string[] = []
      const visitor = visitorOf(request, client)
      const view = viewFor({ pendingToken: null, session: null }, '')
      const page = createPageRequest({ request, route: '', publicOrigin, params: {}, posted: nothingPosted, view, viewAfterSignIn: () => view, visitor, cookies, setCookies })
      try {
        const step = await engine.signIn.begin(user, visitor, safeReturnTo(returnTo, host.homeUrl))
        return secure(withCookies(await goOn(page, host, step), setCookies), { isHttps })
      } catch (error) {
        // A bug is for the host's own log and page.
        if (!(error instanceof NightlatchError)) throw error
        const requestId = deps.random.id()
        logFailure(log, error, { requestId, path: new URL(request.url).pathname, request, publicOrigin })
        return secure(await errorResponse(error, view, requestId, { pendingToken: null, here: null }), { isHttps })
      }
    },
  }

  /** One request through all that stands before its handler. */
  async function answer(c: Context<{ Bindings: { client: Client } }>, asked: Route, handler: Handler<Access>): Promise<Response> {
    const request = c.req.raw
    const route = `${request.method} ${asked.path}`
    const setCookies: string[] = []
    let identity: Identity = { pendingToken: null, session: null }
    let view = viewFor(identity, '')
    try {
      identity = await identify(request, { host, engine, cookies })
      const visitor = visitorOf(request, c.env.client)
      const browser = formTokens.browserOf(request)
      if (browser.setCookie !== null) setCookies.push(browser.setCookie)
      view = viewFor(identity, formTokens.tokenFor(browser.id, identity))

      if (request.method !== 'GET' && request.method !== 'HEAD') refuseOtherOrigins(request, publicOrigin)
      const posted = await formOf(request, { takesFiles: asked.takesFiles, isKnown: identity.session !== null })
      const path = c.req.path.slice(site.basePath.length)
      if (request.method === 'POST') formTokens.check(browser, identity, { path, access: asked.access }, posted.fields.get('formToken'))

      const decided = await decideAccess(asked.access, identity, { engine, host, href, here: hereOf(request), route, path, client: c.env.client })
      if (decided.kind === 'elsewhere') return finish(new Response(null, { status: 303, headers: { location: decided.path } }))

      const viewAfterSignIn: PageRequest['viewAfterSignIn'] = (user, path) => ({ ...view, formToken: formTokens.tokenAfterSignIn(browser.id, user, path) })
      const isPending = 'holder' in decided.granted && decided.granted.holder.kind === 'pending'
      const page = createPageRequest({ request, route, publicOrigin, params: c.req.param(), posted, view: { ...view, isPending }, viewAfterSignIn, visitor, cookies, setCookies })
      return finish(await handler(page, decided.granted))
    } catch (error) {
      return finish(await failed(error))
    }

    function finish(response: Response): Response {
      return withCookies(response, setCookies)
    }

    async function failed(thrown: unknown): Promise<Response> {
      const error = thrown instanceof HashingBusyError ? new NightlatchError('busy', { cause: thrown }) : thrown
      const requestId = deps.random.id()
      logFailure(log, error, { requestId, path: c.req.path, request, publicOrigin })
      if (error instanceof NightlatchError && error.code === 'step_up_required') {
        return c.redirect(withNext(href(routes.stepUp.path), hereOf(request)), 303)
      }
      // Somebody who finished in another tab is signed in: that is no error to them.
      if (error instanceof NightlatchError && error.code === 'challenge_not_found' && identity.session !== null) {
        // A pending sign-in that is over must not stand in the way of the session.
        if (identity.pendingToken !== null) setCookies.push(cookies.clear(PENDING_COOKIE))
        return c.redirect(host.homeUrl, 303)
      }
      return await errorResponse(error, view, requestId, { pendingToken: identity.pendingToken, here: hereOf(request) })
    }
  }

  /** Programs read no pages: they are answered by the status alone. */
  async function answerSigned(request: Request, params: Readonly<Record<string, string>>, handler: NonNullable<Screen['signedPost']>): Promise<Response> {
    try {
      const { pathname, search } = new URL(request.url)
      return await handler({ url: publicOrigin + pathname + search, headers: request.headers, body: await readBody(request), params })
    } catch (error) {
      logFailure(log, error, { requestId: deps.random.id(), path: new URL(request.url).pathname, request, publicOrigin })
      const code = error instanceof NightlatchError ? error.code : null
      return new Response(null, { status: code === 'invalid_input' ? 400 : code === 'busy' ? 503 : 500 })
    }
  }

  async function errorResponse(error: unknown, view: View, requestId: string, { pendingToken, here }: { pendingToken: string | null; here: string | null }): Promise<Response> {
    // Whoever was signed out in the middle of a page goes on with that page.
    const isAgain = error instanceof NightlatchError && error.code === 'session_ended' && here !== null
    const signIn = isAgain ? withNext(host.signInUrl, here) : host.signInUrl
    const goOn = { signIn, home: host.homeUrl, pending: pendingToken === null ? null : href(routes.verify.path) }
    const { status, headers, page } = errorAnswer(error, goOn, view, requestId)
    return pageAnswer(String(await page), status, headers)
  }

  function viewFor({ session }: Identity, formToken: string): View {
    const organization = session?.person.organization
    return {
      text: textFor(organization?.locale ?? 'en'),
      applicationName: site.applicationName,
      logoUrl: site.logoUrl,
      href,
      assets: { styles: href(assets.styles.path), administrationStyles: href(assets.administrationStyles.path), script: href(assets.script.path) },
      formToken,
      signedIn:
        session === null
          ? null
          : { name: session.person.user.name, mayAdminister: session.person.user.roles.some((role) => role.mayAdminister) },
      isPending: false,
      isAtHost: site.isAtHost,
      homeUrl: host.homeUrl,
      development: site.isDevelopment,
      locale: organization?.locale ?? 'en',
      timeZone: organization?.timeZone ?? 'UTC',
    }
  }

  function visitorOf(request: Request, client: Client): Visitor {
    return { ...client, cookie: (name) => cookies.read(request, name) }
  }

  function hereOf(request: Request): string {
    const { pathname, search } = new URL(request.url)
    return request.method === 'GET' ? pathname + search : backTo(request)
  }

  /** After a form was refused for want of a step-up, the page it was on is where to go on. */
  function backTo(request: Request): string {
    const referrer = request.headers.get('referer')
    if (referrer === null || !URL.canParse(referrer)) return host.homeUrl
    const { origin, pathname, search } = new URL(referrer)
    return origin === publicOrigin ? safeReturnTo(pathname + search, host.homeUrl) : host.homeUrl
  }
}

function withCookies(response: Response, setCookies: readonly string[]): Response {
  if (setCookies.length === 0) return response
  const answer = changeable(response)
  for (const cookie of setCookies) answer.headers.append('set-cookie', cookie)
  return answer
}

/** What no screen answers. */
const nowhere: Route = { path: '', access: 'anyone' }

function notFound(): never {
  throw new NightlatchError('not_found')
}
