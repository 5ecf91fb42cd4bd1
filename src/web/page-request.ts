import type { HtmlEscapedString } from 'hono/utils/html'
import { z } from 'zod'
import { NightlatchError } from '../engine/errors.ts'
import type { Verified, Visitor } from '../engine/model.ts'
import type { Cookies } from './cookies.ts'
import { nothingPosted, type Posted, readForm, readUpload } from './form-data.ts'
import type { Route } from './routes.ts'
import type { View } from './ui/view.ts'
import { pageAnswer } from './headers.ts'

/** What a page component makes. */
export type PageBody = HtmlEscapedString | Promise<HtmlEscapedString>

/** One request, as a handler sees it. */
export interface PageRequest {
  request: Request
  url: URL
  /** What was asked for, by the name that all paths of a kind share: `GET /admin/people/:id`. */
  route: string
  /** What people type: the origin of our pages, whatever a header says. */
  publicOrigin: string
  params: Readonly<Record<string, string>>
  view: View
  /** For the page that ends a sign-in: its form to `path` is sent from the session that begins with it. */
  viewAfterSignIn(verified: Pick<Verified, 'organizationId' | 'userId'>, path: string): View
  visitor: Visitor
  /** The posted form in the shape asked for; anything else is a 400. */
  form<Shape extends z.ZodType>(shape: Shape): z.output<Shape>
  /** A file that came with the form; null when none was chosen. */
  file(name: string): Uint8Array | null
  query(name: string): string | null
  /** A page. With `secret` it is kept by nobody and tells nobody where it was. */
  page(page: PageBody, options?: { status?: number; secret?: boolean; headers?: Headers }): Promise<Response>
  redirect(pathOrUrl: string): Response
  setCookie(name: string, value: string, maxAgeSeconds?: number): void
  clearCookie(name: string): void
  /** Hands on a `Set-Cookie` that somebody else wrote. */
  addSetCookie(header: string): void
}

/** A text field as the form sent it, or as nothing was sent. */
export const field = (longest = 200) => z.string().max(longest).default('')

/** Reads the form of a state change once; a page that is merely asked for has none. */
export async function formOf(request: Request, { takesFiles, isKnown }: { takesFiles: Route['takesFiles']; isKnown: boolean }): Promise<Posted> {
  if (request.method !== 'POST') return nothingPosted
  // Strangers are not listened to for so long.
  return takesFiles === true && isKnown ? await readUpload(request) : await readForm(request)
}

export function createPageRequest(facts: {
  request: Request
  route: string
  publicOrigin: string
  params: Readonly<Record<string, string>>
  posted: Posted
  view: View
  viewAfterSignIn: PageRequest['viewAfterSignIn']
  visitor: Visitor
  cookies: Cookies
  setCookies: string[]
}): PageRequest {
  const { request, route, publicOrigin, params, posted, view, viewAfterSignIn, visitor, cookies, setCookies } = facts
  const url = new URL(request.url)
  return {
    request,
    url,
    route,
    publicOrigin,
    params,
    view,
    viewAfterSignIn,
    visitor,
    form(shape) {
      const parsed = shape.safeParse(Object.fromEntries(posted.fields))
      if (!parsed.success) throw new NightlatchError('invalid_input', { cause: parsed.error })
      return parsed.data
    },
    file: (name) => posted.files.get(name) ?? null,
    query: (name) => url.searchParams.get(name),
    async page(page, { status = 200, secret = false, headers = new Headers() } = {}) {
      if (secret) headers.set('referrer-policy', 'no-referrer')
      return pageAnswer(String(await page), status, headers)
    },
    redirect: (pathOrUrl) => new Response(null, { status: 303, headers: { location: pathOrUrl } }),
    setCookie: (name, value, maxAge) => void setCookies.push(cookies.write(name, value, maxAge)),
    clearCookie: (name) => void setCookies.push(cookies.clear(name)),
    addSetCookie: (header) => void setCookies.push(header),
  }
}
