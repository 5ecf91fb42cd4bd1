import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import { clientReader } from './client-address.ts'
import { ConfigError } from './config.ts'
import type { Logger } from './log.ts'
import type { Standalone } from './standalone.ts'
import { answerUnreadable } from './unreadable-requests.ts'

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already',
  EADDRNOTAVAIL: 'this machine does not have this address',
  EACCES: 'this user may not listen there',
}

const KEEP_ALIVE_MILLISECONDS = 75_000 // longer than a proxy keeps an idle connection, or it sends on one that was just closed
const GRACE_MILLISECONDS = 10_000 // for requests underway when the server is told to stop

export interface Listening {
  port: number
  /** Takes no more requests, finishes those underway, and closes the database. */
  stop(): Promise<void>
}

/** Serves the pages on a socket, with `/healthz` (alive) and `/readyz` (may get traffic). */
export async function listen(standalone: Standalone, options: { host: string; port: number; trustedProxies: readonly string[]; log: Logger }): Promise<Listening> {
  const { host: hostname, port, trustedProxies, log } = options
  const clientOf = clientReader(trustedProxies)

  async function fetch(request: Request, { incoming }: { incoming: { socket: { remoteAddress?: string | undefined } } }): Promise<Response> {
    // A name of a host that is none, as in `Host: 1.2.3.4.5`.
    if (!URL.canParse(request.url)) return standalone.unreadable(400)
    const { pathname } = new URL(request.url)
    if (pathname === '/healthz') return new Response('ok\n')
    if (pathname === '/readyz') return (await isReady()) ? new Response('ready\n') : new Response('not ready\n', { status: 503 })
    return await standalone.web(request, clientOf(request, incoming.socket.remoteAddress))
  }

  async function isReady(): Promise<boolean> {
    return await standalone.isReady().catch((error: unknown) => {
      log.error({ err: error }, 'the database does not answer')
      return false
    })
  }

  function failed(error: unknown): Response {
    if (error instanceof RequestError) return standalone.unreadable(400)
    log.error({ err: error }, 'a request failed')
    return new Response(null, { status: 500 })
  }

  const server = createServer({ requireHostHeader: false }, getRequestListener(fetch as Parameters<typeof getRequestListener>[0], { errorHandler: failed }))
  server.keepAliveTimeout = KEEP_ALIVE_MILLISECONDS
  answerUnreadable(server, standalone.unreadable)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(new ConfigError(`HOST ${hostname}, PORT ${port}: ${reasons[cause.code ?? ''] ?? cause.message}`)))
    server.listen(port, hostname, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const impatience = setTimeout(() => server.closeAllConnections(), GRACE_MILLISECONDS)
      await closed
      clearTimeout(impatience)
      await standalone.close()
    },
  }
}
