const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
} as const

/** The content security policy of every page, with what one page alone may do differently. */
export function contentSecurityPolicy(differently: Readonly<Record<string, string>> = {}): string {
  return Object.entries({ ...policy, ...differently })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ')
}

/** For a page whose script asks this server what has changed since. */
export function mayAskAgain(): Headers {
  return new Headers({ 'content-security-policy': contentSecurityPolicy({ 'connect-src': "'self'" }) })
}

/** Sent with every answer. Pages run no inline script, load nothing from elsewhere, and are framed by nobody. */
const always = {
  'content-security-policy': contentSecurityPolicy(),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

const alwaysEntries = Object.entries(always)

/** Adds the security headers; a header that the page set itself stands. */
export function secure(response: Response, { isHttps }: { isHttps: boolean }): Response {
  const answer = changeable(response)
  const { headers } = answer
  for (const [name, value] of alwaysEntries) if (!headers.has(name)) headers.set(name, value)
  if (isHttps) headers.set('strict-transport-security', 'max-age=31536000')
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return answer
}

/** The same answer, or a copy where nothing can be added to its headers, as a host's `Response.redirect`. */
export function changeable(response: Response): Response {
  try {
    response.headers.delete('x-powered-by')
    return response
  } catch {
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers: response.headers })
  }
}

/** A page as an answer. */
export function pageAnswer(html: string, status: number, given?: HeadersInit): Response {
  const headers = new Headers(given)
  headers.set('content-type', 'text/html; charset=utf-8')
  return new Response(html, { status, headers })
}
