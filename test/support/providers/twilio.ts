import { createHmac } from 'node:crypto'
import { basicOf, json, type LocalServer, type Received, startLocalServer } from './local-server.ts'

/**
 * Twilio as it describes itself: `spec/json/twilio_api_v2010.json` of twilio/twilio-oai (version 1.0.0, 14 April 2026) for
 * paths, parameters and answers; its "Error and Warning Dictionary" for codes; "Test Credentials" for the numbers that
 * call them forth; "Webhooks Security" for the signature.
 */
export const account = {
  sid: `AC${'1'.repeat(32)}`,
  token: 'the-auth-token-of-the-account',
  keySid: `SK${'2'.repeat(32)}`,
  keySecret: 'the-secret-of-the-key',
  service: `MG${'3'.repeat(32)}`,
  from: '+15005550006',
} as const

const parameters = ['To', 'StatusCallback', 'ApplicationSid', 'MaxPrice', 'ProvideFeedback', 'Attempt', 'ValidityPeriod', 'ForceDelivery', 'ContentRetention', 'AddressRetention', 'SmartEncoded', 'PersistentAction', 'TrafficType', 'ShortenUrls', 'ScheduleType', 'SendAt', 'SendAsMms', 'ContentVariables', 'RiskCheck', 'From', 'FallbackFrom', 'MessagingServiceSid', 'Body', 'MediaUrl', 'ContentSid']

/** "Test Credentials": what is wrong with each of these numbers. */
const magic: Readonly<Record<string, readonly [code: number, message: string]>> = {
  '+15005550001': [21211, "The 'To' number +15005550001 is not a valid phone number."],
  '+15005550002': [21612, "The 'To' phone number is not currently reachable via SMS."],
  '+15005550003': [21408, 'Permission to send an SMS has not been enabled for the region.'],
  '+15005550004': [21610, 'Attempt to send to unsubscribed recipient.'],
  '+15005550009': [21614, "'To' number is not a valid mobile number."],
}

export interface TwilioStandIn extends LocalServer {
  /** What it took, in order. */
  messages: { sid: string; to: string; body: string; statusCallback: string | null }[]
  settings: Record<string, string>
  /** Calls the status callback of a message back, signed. */
  report(message: { sid: string; to: string; statusCallback: string | null }, status: string, errorCode?: number): Promise<Response>
}

export const problem = (status: number, code: number, message: string, headers?: Record<string, string>) =>
  json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, headers)

export async function startTwilio(facts: { accountStatus?: 'active' | 'suspended' | 'closed'; until?: (end: () => Promise<void>) => void } = {}): Promise<TwilioStandIn> {
  const messages: TwilioStandIn['messages'] = []
  const server = await startLocalServer((request) => {
    const given = basicOf(request)
    const isAccount = given?.user === account.sid && given.password === account.token
    const isKey = given?.user === account.keySid && given.password === account.keySecret
    if (!isAccount && !isKey) return problem(401, 20003, 'Authenticate')
    const base = `/2010-04-01/Accounts/${account.sid}`
    switch (`${request.method} ${request.path}`) {
      case `GET ${base}.json`:
        if (isKey) return problem(401, 20003, 'Authenticate') // "Standard API keys can't access /Accounts"
        return json(200, { sid: account.sid, friendly_name: 'Example', status: facts.accountStatus ?? 'active', type: 'Full' })
      case `GET ${base}/Balance.json`:
        return json(200, { account_sid: account.sid, balance: '10.00', currency: 'USD' })
      case `POST ${base}/Messages.json`:
        return create(request)
      default:
        return problem(404, 20404, 'The requested resource was not found')
    }
  }, facts.until)

  function create({ headers, body }: Received) {
    if (!/^application\/x-www-form-urlencoded(;|$)/.test(headers['content-type'] ?? '')) return problem(415, 20415, 'Unsupported Media Type')
    const form = new URLSearchParams(body)
    const unknown = [...form.keys()].find((name) => !parameters.includes(name) || form.getAll(name).length > 1)
    if (unknown !== undefined) return problem(400, 20001, `Unknown parameter ${unknown}`)
    const to = form.get('To')
    const text = form.get('Body') ?? ''
    if (to === null) return problem(400, 21604, "A 'To' phone number is required.")
    if (text === '' || text.length > 1600) return problem(400, text === '' ? 21602 : 21617, 'Message body')
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return problem(400, 21211, `The 'To' number ${to} is not a valid phone number.`)
    if (magic[to] !== undefined) return problem(400, ...magic[to])
    const from = form.get('From')
    const service = form.get('MessagingServiceSid')
    if (from === null && service === null) return problem(400, 21603, "A 'From' phone number is required.")
    if (from !== null && from !== account.from) return problem(400, 21606, "The 'From' phone number provided is not a valid message-capable phone number.")
    if (service !== null && service !== account.service) return problem(400, 21705, 'The Messaging Service Sid is invalid')
    const statusCallback = form.get('StatusCallback')
    if (statusCallback !== null && (!URL.canParse(statusCallback) || new URL(statusCallback).hostname.includes('_'))) return problem(400, 21609, 'Invalid StatusCallback')
    const sid = `SM${String(messages.length + 1).padStart(32, '0')}`
    messages.push({ sid, to, body: text, statusCallback })
    return json(201, {
      account_sid: account.sid, api_version: '2010-04-01', body: text, direction: 'outbound-api', error_code: null, error_message: null, from, to, sid,
      messaging_service_sid: service, num_media: '0', num_segments: service === null ? '1' : '0', price: null, price_unit: null, status: service === null ? 'queued' : 'accepted',
    })
  }

  return {
    ...server,
    messages,
    settings: { TWILIO_API_URL: server.url, TWILIO_ACCOUNT_SID: account.sid, TWILIO_AUTH_TOKEN: account.token, TWILIO_FROM: account.from },
    async report({ sid, to, statusCallback }, status, errorCode) {
      const form = new URLSearchParams({ AccountSid: account.sid, From: account.from, To: to, MessageSid: sid, SmsSid: sid, MessageStatus: status, SmsStatus: status, ApiVersion: '2010-04-01' })
      if (errorCode !== undefined) form.set('ErrorCode', String(errorCode))
      const url = statusCallback ?? ''
      return await fetch(url, { method: 'POST', headers: { 'x-twilio-signature': signatureOf(url, form, account.token), 'user-agent': 'TwilioProxy/1.1' }, body: form })
    },
  }
}

/** "Webhooks Security": HMAC-SHA1 over the whole address and the sorted parameters, in base64. */
export function signatureOf(url: string, form: URLSearchParams, token: string): string {
  const names = [...form.keys()].sort()
  return createHmac('sha1', token).update(url + names.map((name) => `${name}${form.get(name)}`).join('')).digest('base64')
}
