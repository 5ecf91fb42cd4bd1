import { createHash, createHmac, randomUUID } from 'node:crypto'
import { type Answer, type LocalServer, type Received, startLocalServer } from './local-server.ts'

/**
 * Amazon SNS as AWS describes it: the service model `sns/2010-03-31/api-2.json` (query protocol) for operations, errors and
 * their statuses; "Common Errors" for those of every service; "Create a signed AWS API request" for Signature Version 4,
 * which is computed here a second time.
 */
export const credentials = { id: 'AKIDEXAMPLEEXAMPLE00', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', region: 'eu-west-1' } as const

const smsAttributes = ['AWS.SNS.SMS.SMSType', 'AWS.SNS.SMS.SenderID', 'AWS.MM.SMS.OriginationNumber', 'AWS.SNS.SMS.MaxPrice']

export interface SnsStandIn extends LocalServer {
  messages: { messageId: string; to: string; body: string; attributes: Record<string, string> }[]
  settings: Record<string, string>
}

/** An error of the query protocol. */
export const problem = (status: number, code: string, message = '', headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/xml', ...headers },
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
})

const result = (action: string, inner: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
})

export async function startSns(until?: (end: () => Promise<void>) => void): Promise<SnsStandIn> {
  const messages: SnsStandIn['messages'] = []
  const server = await startLocalServer((request) => {
    if (request.method !== 'POST' || request.path !== '/') return problem(404, 'NotFound')
    const refused = judgeSignature(request)
    if (refused !== null) return refused
    if (!/^application\/x-www-form-urlencoded(;|$)/.test(request.headers['content-type'] ?? '')) return problem(400, 'MalformedQueryString')
    const form = new URLSearchParams(request.body)
    if (form.get('Version') !== '2010-03-31') return problem(400, 'NoSuchVersion')
    switch (form.get('Action')) {
      case 'GetSMSAttributes':
        return result('GetSMSAttributes', '<attributes><entry><key>MonthlySpendLimit</key><value>100</value></entry></attributes>')
      case 'Publish':
        return publish(form)
      default:
        return problem(400, 'InvalidAction')
    }
  }, until)

  function publish(form: URLSearchParams): Answer {
    const to = form.get('PhoneNumber') ?? ''
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return problem(400, 'InvalidParameter', `Invalid parameter: PhoneNumber Reason: ${to} is not valid to publish to`)
    const attributes: Record<string, string> = {}
    for (let entry = 1; form.has(`MessageAttributes.entry.${entry}.Name`); entry += 1) {
      const at = `MessageAttributes.entry.${entry}`
      const name = form.get(`${at}.Name`) ?? ''
      if (!smsAttributes.includes(name) || form.get(`${at}.Value.DataType`) !== 'String') return problem(400, 'ParameterValueInvalid', `Invalid message attribute ${name}`)
      attributes[name] = form.get(`${at}.Value.StringValue`) ?? ''
    }
    const known = 3 + Object.keys(attributes).length * 3
    if ([...form.keys()].length !== known + 1 || (form.get('Message') ?? '') === '') return problem(400, 'InvalidParameter', 'Invalid parameter: Message')
    const messageId = randomUUID()
    messages.push({ messageId, to, body: form.get('Message') ?? '', attributes })
    return result('Publish', `<MessageId>${messageId}</MessageId>`)
  }

  return {
    ...server,
    messages,
    settings: { SNS_API_URL: `${server.url}/`, SNS_REGION: credentials.region, SNS_ACCESS_KEY_ID: credentials.id, SNS_SECRET_ACCESS_KEY: credentials.secret },
  }
}

/** Signature Version 4, step by step; null when it is right. */
function judgeSignature({ method, path, query, headers, body }: Received): Answer | null {
  const given = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/sns\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(headers['authorization'] ?? '')
  if (given === null) return problem(403, 'IncompleteSignature')
  const [, id, day = '', region = '', signedHeaders = '', signature] = given
  if (id !== credentials.id) return problem(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.')
  const names = signedHeaders.split(';')
  const at = headers['x-amz-date'] ?? ''
  const sentAt = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!names.includes('host') || !names.includes('x-amz-date') || region !== credentials.region || !at.startsWith(day)) return problem(403, 'IncompleteSignature')
  if (Math.abs(Date.now() - sentAt) > 15 * 60 * 1000) return problem(400, 'RequestExpired')

  const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest()
  const canonical = [method, path, query.toString(), ...names.map((name) => `${name}:${(headers[name] ?? '').trim()}`), '', signedHeaders, sha256(body)].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', at, `${day}/${region}/sns/aws4_request`, sha256(canonical)].join('\n')
  const key = hmac(hmac(hmac(hmac(`AWS4${credentials.secret}`, day), region), 'sns'), 'aws4_request')
  return hmac(key, toSign).toString('hex') === signature ? null : problem(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.')
}
