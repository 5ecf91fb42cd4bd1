import { parse, serialize } from 'hono/utils/cookie'

/** Reads and writes cookies of this origin alone: `__Host-`, HttpOnly, Secure, SameSite=Lax. */
export interface Cookies {
  read(request: Request, name: string): string | null
  /** The `Set-Cookie` value; without `maxAgeSeconds` it ends with the browser. */
  write(name: string, value: string, maxAgeSeconds?: number): string
  clear(name: string): string
}

/** Over plain http (localhost, in development) browsers refuse `__Host-` and Secure, so both are left out. */
export function createCookies({ isHttps }: { isHttps: boolean }): Cookies {
  const prefixed = (name: string) => `${isHttps ? '__Host-' : ''}nightlatch-${name}`
  const options = { path: '/', httpOnly: true, secure: isHttps, sameSite: 'Lax' } as const
  return {
    read: (request, name) => parse(request.headers.get('cookie') ?? '', prefixed(name))[prefixed(name)] ?? null,
    write: (name, value, maxAgeSeconds) =>
      serialize(prefixed(name), value, { ...options, ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }) }),
    clear: (name) => serialize(prefixed(name), '', { ...options, maxAge: 0 }),
  }
}
