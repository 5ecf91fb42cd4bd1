import type { TextFailure } from '../../engine/text-failure.ts'
import { TextNotSent } from './failure.ts'

const LARGEST_ANSWER = 64 * 1024 // bytes

/** What a provider answered. */
export interface Answer {
  status: number
  retryAfterSeconds: number | null
  body: string
}

/** Errors of a connection that never stood: nothing can have been handed over. */
const NEVER_CONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EPROTO|UND_ERR_CONNECT|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/

/**
 * Sends one request to a provider. A redirect is an answer: credentials go nowhere else.
 *
 * Throws `TextNotSent`: `unavailable` when no connection stood, `unconfirmed`
 * when it broke or time ran out after the request may have been read.
 */
export async function ask(fetch: typeof globalThis.fetch, url: string, request: RequestInit & { signal: AbortSignal }): Promise<Answer> {
  let response: Response
  try {
    response = await fetch(url, { ...request, redirect: 'manual' })
  } catch (cause) {
    const failure = neverConnected(cause) ? 'unavailable' : 'unconfirmed'
    throw new TextNotSent(failure, failure === 'unavailable' ? 'no connection' : 'no answer in time', { cause })
  }
  return { status: response.status, retryAfterSeconds: retryAfterOf(response.headers), body: await beginningOf(response) }
}

/** What a status says where the provider's own code says nothing more. */
export function failureOfStatus(status: number): TextFailure {
  if (status === 401 || status === 403) return 'credentials'
  if (status === 402) return 'no-balance'
  if (status === 429) return 'rate-limited'
  if (status === 408 || status === 502 || status === 504) return 'unconfirmed' // somebody in between gave up waiting
  return status >= 500 ? 'unavailable' : 'request-refused'
}

/** Reads JSON; null for anything else, as from a proxy in between. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  if (typeof code === 'string' && NEVER_CONNECTED.test(code)) return true
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(neverConnected) // one for each address of the host
  return neverConnected(error.cause)
}

/** The status has said already what matters, so a body that breaks off is as good as none. */
async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      size += chunk.byteLength
      if (size >= LARGEST_ANSWER) break
    }
  } catch {}
  return Buffer.concat(chunks).toString('utf8')
}

/** Seconds, or a date (RFC 9110 §10.2.3). */
function retryAfterOf(headers: Headers): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000)
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null
}
