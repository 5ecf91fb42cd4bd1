import { NightlatchError } from '../engine/errors.ts'
import type { Log } from '../engine/ports.ts'

const LONGEST = 200

/**
 * Logs, once a request, what an operator should know of: a bug, a form that
 * came from elsewhere (mostly a PUBLIC_URL that is not what people type), and
 * more than this server or its database can take. The rest is everyday.
 */
export function logFailure(log: Log, error: unknown, facts: { requestId: string; path: string; request: Request; publicOrigin: string }): void {
  const { requestId, path, request, publicOrigin } = facts
  if (!(error instanceof NightlatchError)) log.error({ requestId, path, err: error }, 'a request failed')
  else if (error.code === 'busy') log.warn({ requestId, path, err: error.cause }, 'a request was answered with 503: too busy, or the database does not answer')
  else if (error.code === 'cross_site') {
    const header = (name: string) => request.headers.get(name)?.slice(0, LONGEST) ?? null
    const received = { origin: header('origin'), secFetchSite: header('sec-fetch-site') }
    log.warn({ requestId, path, received, expected: publicOrigin }, 'a form from another address was refused: is the configured public URL the one that people type?')
  }
}
