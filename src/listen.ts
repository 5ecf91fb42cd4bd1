import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { clientReader } from './client-address.ts'
import { ConfigError } from './config.ts'
import type { Logger } from './log.ts'
import type { Standalone } from './standalone.ts'

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already',
  EADDRNOTAVAIL: 'this machine does not have this address',
  EACCES: 'this user may not listen there',
}

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

  const server = await new Promise<Server>((resolve, reject) => {
    const starting = serve({ fetch: fetch as Parameters<typeof serve>[0]['fetch'], hostname, port }, () => resolve(starting)) as Server
    starting.once('error', (cause: NodeJS.ErrnoException) => reject(new ConfigError(`HOST ${hostname}, PORT ${port}: ${reasons[cause.code ?? ''] ?? cause.message}`)))
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
