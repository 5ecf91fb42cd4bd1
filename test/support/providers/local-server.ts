import { createServer, type IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'

/** One request, as it came. */
export interface Received {
  method: string
  path: string
  query: URLSearchParams
  headers: Readonly<Record<string, string>>
  body: string
}

/** An answer; or none at all, while the connection stays open or breaks. */
export type Answer = { status: number; headers?: Readonly<Record<string, string>>; body?: string } | 'silence' | 'broken connection'

export interface LocalServer {
  url: string
  received: readonly Received[]
  /** Answers the next request so, whatever it is. */
  next(answer: Answer): void
  close(): Promise<void>
}

/** Serves on loopback, for one test unless told. */
export async function startLocalServer(answerTo: (request: Received) => Answer, until: (end: () => Promise<void>) => void = onTestFinished): Promise<LocalServer> {
  const received: Received[] = []
  const prepared: Answer[] = []
  const server = createServer((incoming, outgoing) => {
    void readAll(incoming).then((body) => {
      const url = new URL(incoming.url ?? '/', 'http://localhost')
      const request = { method: incoming.method ?? '', path: url.pathname, query: url.searchParams, headers: incoming.headers as Record<string, string>, body }
      received.push(request)
      const answer = prepared.shift() ?? answerTo(request)
      if (answer === 'silence') return
      if (answer === 'broken connection') return incoming.socket.destroy()
      outgoing.writeHead(answer.status, answer.headers).end(answer.body)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const close = async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
  until(close)
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, received, next: (answer) => void prepared.push(answer), close }
}

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** User and password of HTTP Basic (RFC 7617); null for anything else. */
export function basicOf({ headers }: Received): { user: string; password: string } | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(headers['authorization'] ?? '') ?? []
  if (encoded === undefined) return null
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString().split(':')
  return { user, password: password.join(':') }
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of incoming) body += String(chunk)
  return body
}
