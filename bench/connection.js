import { connect } from 'node:net'
import { once } from 'node:events'

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} head - status line and headers
 * @property {string} body - as Latin-1
 * @property {number} bytes - head and body as they came over the wire
 */

/**
 * One keep-alive connection that sends one request at a time: as little work
 * as possible beside the server that is measured.
 *
 * @param {number} port
 */
export async function openConnection(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')

  /** @type {{ resolve(answer: Answer): void, reject(error: Error): void } | null} */
  let waiting = null
  let received = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => {
    received += chunk
    const answer = parse(received)
    if (answer === null) return
    received = ''
    waiting?.resolve(answer)
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')))

  return {
    /**
     * @param {string} request - with its headers, as it goes over the wire
     * @returns {Promise<Answer>}
     */
    send(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      })
    },
    close() {
      waiting = null
      socket.destroy()
    },
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Readonly<Record<string, string>>} headers
 */
export function requestText(method, path, headers, body = '') {
  const lines = Object.entries({ host: 'bench', ...headers, 'content-length': String(Buffer.byteLength(body)) })
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`
}

/**
 * @param {string} received
 * @returns {Answer | null} null while some of it is still to come
 */
function parse(received) {
  const end = received.indexOf('\r\n\r\n')
  if (end === -1) return null
  const head = received.slice(0, end)
  const body = received.slice(end + 4)
  const length = /^content-length: (\d+)$/im.exec(head)?.[1]
  const isChunked = length === undefined && /^transfer-encoding: chunked$/im.test(head)
  const isWhole = isChunked ? body.endsWith('0\r\n\r\n') : body.length >= Number(length ?? 0)
  return isWhole ? { status: Number(head.slice(9, 12)), head, body, bytes: received.length } : null
}
