import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

const LISTENED_TO_MILLISECONDS = 1_000 // somebody who still sends when the answer comes would lose it

/**
 * Gives a page to what never becomes a request: broken HTTP (400), headers that are too long (431), a body that
 * stops coming (408). Node itself would answer with a status and nothing to read.
 */
export function answerUnreadable(server: Server, page: (status: 400 | 408 | 431) => Response): void {
  const answers = new WeakMap<Duplex, ServerResponse>()
  server.on('request', ({ socket }: IncomingMessage, answer: ServerResponse) => void answers.set(socket, answer))

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => void refuse(error, socket))

  async function refuse(error: NodeJS.ErrnoException, socket: Duplex): Promise<void> {
    const answer = answers.get(socket)
    const isUnderway = answer !== undefined && answer.headersSent && !answer.writableFinished
    if (isUnderway || !socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    socket.end(await asText(page(statusOf(error))))
    socket.resume()
    setTimeout(() => socket.destroy(), LISTENED_TO_MILLISECONDS).unref()
  }
}

function statusOf({ code }: NodeJS.ErrnoException): 400 | 408 | 431 {
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}

/** The answer as it goes over the wire, where there is nothing else to write it. */
async function asText(response: Response): Promise<string> {
  const body = await response.text()
  const headers = [...response.headers, ['content-length', String(Buffer.byteLength(body))], ['connection', 'close']]
  return [`HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n')
}
