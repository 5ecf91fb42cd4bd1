import { createHash, createHmac, createPublicKey, generateKeyPairSync, randomUUID, verify } from 'node:crypto'
import { basicOf, json, type LocalServer, type Received, startLocalServer } from './local-server.ts'

/**
 * Vonage as it describes itself: the Messages API v1 ("Messages API reference", SMS channel) for the request, 202, 401, 402,
 * 422 and 429 with RFC 7807 bodies; "API Errors, Messages API" for codes; the Account API for the balance;
 * "Messages API Status Callbacks" and "Signed webhooks" for receipts.
 */
export const account = { key: 'abcd1234', secret: 'the-secret-of-the-key', signatureSecret: 'the-signature-secret-of-the-account', applicationId: '78d335fa-323d-4114-9c3d-d6f0d48968cf', from: 'Harbour' } as const

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const fields = ['channel', 'message_type', 'to', 'from', 'text', 'client_ref', 'webhook_url', 'webhook_version', 'ttl', 'sms']

/** Numbers of Ofcom's range for fiction, and what is wrong with each. */
const magic: Readonly<Record<string, number>> = { '447700900001': 1170, '447700900002': 1240, '447700900003': 1120, '447700900004': 1280, '447700900005': 1070 }

export interface VonageStandIn extends LocalServer {
  messages: { message_uuid: string; to: string; text: string; client_ref: string; webhook_url?: string }[]
  settings: Record<string, string>
  applicationSettings: Record<string, string>
  /** Calls the status webhook of a message back, in a signed request. */
  report(message: VonageStandIn['messages'][number], status: string, code?: number): Promise<Response>
}

const problem = (status: number, code: number | string, title: string, headers?: Record<string, string>) =>
  json(status, { type: `https://developer.vonage.com/api-errors/messages#${code}`, title, detail: 'As documented.', instance: randomUUID() }, headers)

export const rateLimited = problem(429, 1010, 'Rate Limit Hit')

export async function startVonage(facts: { balance?: number; until?: (end: () => Promise<void>) => void } = {}): Promise<VonageStandIn> {
  const messages: VonageStandIn['messages'] = []
  const server = await startLocalServer((request) => {
    const isBasic = basicOf(request)?.user === account.key && basicOf(request)?.password === account.secret
    if (!isBasic && !isApplication(request)) return problem(401, 'unauthorized', 'You did not provide correct credentials.')
    if (request.method === 'GET' && request.path === '/account/get-balance' && isBasic) return json(200, { value: facts.balance ?? 10.28, autoReload: false })
    if (request.method === 'POST' && request.path === '/v1/messages') return create(request)
    return problem(404, 'not-found', 'Not found')
  }, facts.until)

  function create({ headers, body }: Received) {
    if (headers['content-type'] !== 'application/json') return problem(415, 'unsupported-media-type', 'Unsupported media type')
    const message = JSON.parse(body) as Record<string, unknown>
    const isWrong =
      Object.entries(message).some(([name, value]) => !fields.includes(name) || typeof value !== 'string') ||
      message['channel'] !== 'sms' || message['message_type'] !== 'text' || !/^.{1,1000}$/s.test(String(message['text'])) ||
      String(message['client_ref'] ?? '').length > 100 || (message['webhook_url'] !== undefined && !URL.canParse(String(message['webhook_url'])))
    if (isWrong) return problem(422, 1150, 'Invalid params')
    const to = String(message['to'])
    if (!/^[1-9]\d{6,14}$/.test(to)) return problem(422, 1170, 'Invalid or Missing Msisdn Param') // "don't use a leading + or 00"
    if (magic[to] !== undefined) return to === '447700900005' ? problem(402, 1070, 'Low balance') : problem(422, magic[to], 'As documented')
    if (message['from'] !== account.from) return problem(422, 1120, 'Invalid sender')
    const message_uuid = randomUUID()
    messages.push({ ...(message as { to: string; text: string; client_ref: string }), message_uuid })
    return json(202, { message_uuid })
  }

  const urls = { VONAGE_API_URL: server.url, VONAGE_REST_URL: server.url, VONAGE_FROM: account.from, VONAGE_SIGNATURE_SECRET: account.signatureSecret }
  return {
    ...server,
    messages,
    settings: { ...urls, VONAGE_API_KEY: account.key, VONAGE_API_SECRET: account.secret },
    applicationSettings: {
      ...urls,
      VONAGE_APPLICATION_ID: account.applicationId,
      VONAGE_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n'),
    },
    async report({ message_uuid, to, client_ref, webhook_url }, status, code) {
      const error = code === undefined ? {} : { error: { type: `https://developer.vonage.com/api-errors/messages#${code}`, title: code, detail: 'As documented.', instance: randomUUID() } }
      const body = JSON.stringify({
        message_uuid, to, from: account.from, timestamp: '2026-11-24T08:00:00Z', status, client_ref, channel: 'sms',
        usage: { currency: 'EUR', price: '0.0333' }, sms: { count_total: '1' }, ...error,
      })
      return await fetch(webhook_url ?? '', { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${webhookToken(body)}` }, body })
    },
  }
}

/** "Signed webhooks": HS256 with the signature secret, and the SHA-256 of the body among the claims. */
export function webhookToken(body: string, { secret = account.signatureSecret, alg = 'HS256' }: { secret?: string; alg?: string } = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { iss: 'Vonage', iat: Math.floor(Date.now() / 1000), jti: randomUUID(), api_key: account.key, payload_hash: createHash('sha256').update(body).digest('hex') }
  const signed = `${part({ alg, typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** "Generating JWTs": RS256 by the key of the application, not older than it says. */
function isApplication({ headers }: Received): boolean {
  const [head = '', claims = '', signature = ''] = (headers['authorization'] ?? '').replace(/^Bearer /, '').split('.')
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })), Buffer.from(signature, 'base64url'))) return false
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString())
  const { application_id, iat, exp, jti } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  const now = Date.now() / 1000
  return alg === 'RS256' && application_id === account.applicationId && typeof jti === 'string' && iat <= now + 1 && exp > now && exp - iat <= 24 * 60 * 60
}
