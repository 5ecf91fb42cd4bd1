import { createHash, createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto'
import { z } from 'zod'
import type { TextReceipt } from '../../engine/texts.ts'
import { type Answer, ask, failureOfStatus, jsonOf } from './ask.ts'
import { TextNotSent } from './failure.ts'
import { defineSmsProvider } from './provider.ts'
import { costOf, isSignature, type ReceiptRequest } from './receipt.ts'
import { vonageFailure } from './vonage-errors.ts'

const TOKEN_SECONDS = 15 * 60

const settings = z
  .object({
    VONAGE_APPLICATION_ID: z.uuid().optional().describe('The application, with its private key; what Vonage recommends.'),
    VONAGE_PRIVATE_KEY: z.string().transform(privateKeyOrIssue).optional().describe('Its private key in PEM; `\\n` may stand for a line break.'),
    VONAGE_API_KEY: z.string().min(1).optional().describe('The key of the account, to send without an application. With it the balance is checked at start.'),
    VONAGE_API_SECRET: z.string().min(1).optional().describe('The secret of that key.'),
    VONAGE_FROM: z.string().min(1).describe('The sender: a number of yours, or a name of at most 11 characters where the country allows it.'),
    VONAGE_SIGNATURE_SECRET: z.string().min(1).optional().describe('The signature secret of the account. Delivery receipts are signed with it: without one there are none.'),
    VONAGE_API_URL: z.url().default('https://api.nexmo.com').describe('Another region of the Messages API.'),
    VONAGE_REST_URL: z.url().default('https://rest.nexmo.com').describe('The Account API, which knows the balance.'),
  })
  .refine((s) => (s.VONAGE_APPLICATION_ID === undefined) === (s.VONAGE_PRIVATE_KEY === undefined), 'VONAGE_APPLICATION_ID and VONAGE_PRIVATE_KEY go together')
  .refine((s) => (s.VONAGE_API_KEY === undefined) === (s.VONAGE_API_SECRET === undefined), 'VONAGE_API_KEY and VONAGE_API_SECRET go together')
  .refine((s) => s.VONAGE_APPLICATION_ID !== undefined || s.VONAGE_API_KEY !== undefined, 'an application with its private key is needed, or VONAGE_API_KEY and VONAGE_API_SECRET')

const Accepted = z.object({ message_uuid: z.string() })
const Problem = z.object({ type: z.string().default(''), title: z.coerce.string().default(''), detail: z.string().default('') })
const Balance = z.object({ value: z.number(), autoReload: z.boolean().default(false) })
const Claims = z.object({ payload_hash: z.string() })
const Told = z.union([z.object({ error: Problem }).transform(({ error }) => error), Problem]) // its SDKs know it one level deeper too
const Status = z.object({
  client_ref: z.string(),
  status: z.string(),
  error: Told.optional().catch(undefined), // a receipt counts, whatever it says of why
  usage: z.object({ price: z.unknown(), currency: z.unknown() }).optional(),
  sms: z.object({ count_total: z.coerce.number().int().positive() }).optional().catch(undefined),
})

/**
 * Vonage, by its Messages API v1: "the recommended path for all new integrations" (Vonage, "Migration from SMS API to
 * Messages API"). It answers with HTTP statuses where the SMS API answers 200 to everything, and signs its receipts.
 */
export const vonage = defineSmsProvider({
  name: 'vonage',
  settings,
  create(given, { fetch, receiptsUrl }) {
    const basic = `Basic ${Buffer.from(`${given.VONAGE_API_KEY}:${given.VONAGE_API_SECRET}`).toString('base64')}`
    const authorization = () => (given.VONAGE_PRIVATE_KEY === undefined ? basic : `Bearer ${applicationToken(given.VONAGE_APPLICATION_ID ?? '', given.VONAGE_PRIVATE_KEY)}`)
    const secret = given.VONAGE_SIGNATURE_SECRET
    const callback = receiptsUrl === undefined || secret === undefined ? {} : { webhook_url: `${receiptsUrl}/vonage`, webhook_version: 'v1' }

    return {
      async send({ to, body, reference, signal }) {
        const message = { channel: 'sms', message_type: 'text', to: to.replace('+', ''), from: given.VONAGE_FROM, text: body, client_ref: reference, ...callback }
        const headers = { authorization: authorization(), 'content-type': 'application/json', accept: 'application/json' }
        const answer = await ask(fetch, `${given.VONAGE_API_URL}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(message), signal })
        if (answer.status !== 202 && answer.status !== 200) throw problemOf(answer)
        return { messageId: Accepted.safeParse(jsonOf(answer.body)).data?.message_uuid ?? null }
      },

      // The key of an application opens nothing that could be asked without sending.
      ...(given.VONAGE_API_KEY === undefined ? {} : { check: checkBalance }),

      readReceipt: (request) => (secret === undefined ? null : readReceipt(request, secret)),
    }

    async function checkBalance(signal: AbortSignal): Promise<void> {
      const answer = await ask(fetch, `${given.VONAGE_REST_URL}/account/get-balance`, { headers: { authorization: basic, accept: 'application/json' }, signal })
      if (answer.status !== 200) throw problemOf(answer)
      const balance = Balance.safeParse(jsonOf(answer.body)).data
      if (balance !== undefined && balance.value <= 0 && !balance.autoReload) throw new TextNotSent('no-balance', `the balance is ${balance.value}`)
    }
  },
})

function problemOf({ status, body, retryAfterSeconds }: Answer): TextNotSent {
  const problem = Problem.safeParse(jsonOf(body)).data
  // A status that is clear goes before the code: 429 comes with the code of missing parameters.
  const failure = status === 422 || status === 400 ? (vonageFailure(problem) ?? 'request-refused') : failureOfStatus(status)
  return new TextNotSent(failure, problem === undefined ? `answered ${status}` : `answered ${status}, ${problem.type.split('/').at(-1)}: ${problem.title}. ${problem.detail}`, { retryAfterSeconds })
}

/** Vonage, "Validating signed webhooks": a JWT whose claim covers the body. */
function readReceipt({ headers, body }: ReceiptRequest, secret: string): TextReceipt | null {
  const [head, claims, signature, ...rest] = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]?.split('.') ?? []
  if (head === undefined || claims === undefined || signature === undefined || rest.length > 0) return null
  // The algorithm is ours to choose, never the token's.
  if (!isSignature(signature, 'sha256', secret, `${head}.${claims}`, 'base64url')) return null
  const hash = Claims.safeParse(jsonOf(Buffer.from(claims, 'base64url').toString())).data?.payload_hash
  if (hash !== createHash('sha256').update(body, 'utf8').digest('hex')) return null

  const status = Status.safeParse(jsonOf(body)).data
  if (status === undefined) return null
  const state = status.status === 'delivered' || status.status === 'read' ? 'delivered' : ['rejected', 'undeliverable', 'failed'].includes(status.status) ? 'failed' : 'sent'
  return {
    reference: status.client_ref,
    state,
    failure: state === 'failed' ? (vonageFailure(status.error) ?? 'unavailable') : null,
    segments: status.sms?.count_total ?? null,
    cost: costOf(status.usage?.price, status.usage?.currency),
  }
}

function applicationToken(applicationId: string, key: KeyObject): string {
  const now = Math.floor(Date.now() / 1000) // Vonage's clock judges it, so no clock of ours that a test sets
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ application_id: applicationId, iat: now, exp: now + TOKEN_SECONDS, jti: randomUUID() })}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

function privateKeyOrIssue(text: string, context: z.RefinementCtx): KeyObject {
  try {
    return createPrivateKey(text.replaceAll('\\n', '\n'))
  } catch {
    context.addIssue({ code: 'custom', message: 'this is no private key in PEM' })
    return z.NEVER
  }
}
