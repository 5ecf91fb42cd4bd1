import { z } from 'zod'
import type { TextFailure } from '../../engine/text-failure.ts'
import type { TextReceipt } from '../../engine/texts.ts'
import { type Answer, ask, failureOfStatus, jsonOf } from './ask.ts'
import { TextNotSent } from './failure.ts'
import { defineSmsProvider } from './provider.ts'
import { isSignature, type ReceiptRequest } from './receipt.ts'
import { twilioFailure } from './twilio-errors.ts'

const sid = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `${prefix} and 32 hexadecimal digits`)

const settings = z
  .object({
    TWILIO_ACCOUNT_SID: sid('AC').describe('The account.'),
    TWILIO_AUTH_TOKEN: z.string().min(1).optional().describe('Its auth token. Delivery receipts are signed with it: without one there are none.'),
    TWILIO_API_KEY_SID: sid('SK').optional().describe('An API key to send with, instead of the auth token.'),
    TWILIO_API_KEY_SECRET: z.string().min(1).optional().describe('The secret of that key.'),
    TWILIO_FROM: z.string().min(1).optional().describe('The sender: a number of yours in E.164, a short code, or a name where the country allows it.'),
    TWILIO_MESSAGING_SERVICE_SID: sid('MG').optional().describe('A messaging service that chooses the sender, instead of `TWILIO_FROM`.'),
    TWILIO_API_URL: z.url().default('https://api.twilio.com').describe('Another region of the API.'),
  })
  .refine((s) => (s.TWILIO_API_KEY_SID === undefined) === (s.TWILIO_API_KEY_SECRET === undefined), 'TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET go together')
  .refine((s) => s.TWILIO_AUTH_TOKEN !== undefined || s.TWILIO_API_KEY_SID !== undefined, 'TWILIO_AUTH_TOKEN or an API key is needed')
  .refine((s) => (s.TWILIO_FROM === undefined) !== (s.TWILIO_MESSAGING_SERVICE_SID === undefined), 'one of TWILIO_FROM and TWILIO_MESSAGING_SERVICE_SID is needed')

const Created = z.object({ sid: z.string(), num_segments: z.coerce.number().int().positive().nullable().catch(null) })
const Problem = z.object({ code: z.number(), message: z.string().default('') })
const Account = z.object({ status: z.string().optional() })

/** Twilio, by its Messages resource (API version 2010-04-01). */
export const twilio = defineSmsProvider({
  name: 'twilio',
  settings,
  create(given, { fetch, receiptsUrl }) {
    const account = `${given.TWILIO_API_URL}/2010-04-01/Accounts/${given.TWILIO_ACCOUNT_SID}`
    const key = given.TWILIO_API_KEY_SID
    const user = key === undefined ? `${given.TWILIO_ACCOUNT_SID}:${given.TWILIO_AUTH_TOKEN}` : `${key}:${given.TWILIO_API_KEY_SECRET}`
    const authorization = `Basic ${Buffer.from(user).toString('base64')}`
    const authToken = given.TWILIO_AUTH_TOKEN

    return {
      async send({ to, body, reference, signal }) {
        const form = new URLSearchParams({ To: to, Body: body })
        if (given.TWILIO_FROM !== undefined) form.set('From', given.TWILIO_FROM)
        if (given.TWILIO_MESSAGING_SERVICE_SID !== undefined) form.set('MessagingServiceSid', given.TWILIO_MESSAGING_SERVICE_SID)
        if (receiptsUrl !== undefined && authToken !== undefined) form.set('StatusCallback', `${receiptsUrl}/twilio?text=${reference}`)
        const answer = await ask(fetch, `${account}/Messages.json`, { method: 'POST', headers: { authorization }, body: form, signal })
        if (answer.status !== 201 && answer.status !== 200) throw problemOf(answer)
        const created = Created.safeParse(jsonOf(answer.body))
        return created.success ? { messageId: created.data.sid, segments: created.data.num_segments } : {}
      },

      async check(signal) {
        // An API key may not read the account itself.
        const answer = await ask(fetch, key === undefined ? `${account}.json` : `${account}/Balance.json`, { headers: { authorization }, signal })
        if (answer.status !== 200) throw problemOf(answer)
        const status = Account.safeParse(jsonOf(answer.body)).data?.status ?? 'active'
        if (status !== 'active') throw new TextNotSent('credentials', `the account is ${status}`)
      },

      readReceipt: (request) => (authToken === undefined ? null : readReceipt(request, authToken)),
    }
  },
})

function problemOf({ status, body, retryAfterSeconds }: Answer): TextNotSent {
  const problem = Problem.safeParse(jsonOf(body)).data
  const failure = (problem && twilioFailure(problem.code)) ?? failureOfStatus(status)
  const message = problem === undefined ? `answered ${status}` : `answered ${status}, error ${problem.code}: ${problem.message}`
  return new TextNotSent(failure, message, { retryAfterSeconds })
}

const states: Readonly<Record<string, TextReceipt['state']>> = {
  sent: 'sent', delivered: 'delivered', read: 'delivered', undelivered: 'failed', failed: 'failed', canceled: 'failed',
}

/** Signed is the address, followed by each field of the form in the order of their names (Twilio, "Validating requests"). */
function readReceipt({ url, headers, body }: ReceiptRequest, authToken: string): TextReceipt | null {
  const form = new URLSearchParams(body)
  const fields = [...new Set(form.keys())].toSorted().flatMap((name) => [...new Set(form.getAll(name))].toSorted().map((value) => name + value))
  if (!isSignature(headers.get('x-twilio-signature') ?? '', 'sha1', authToken, url + fields.join(''), 'base64')) return null
  const reference = new URL(url).searchParams.get('text')
  if (reference === null) return null
  const state = states[form.get('MessageStatus') ?? ''] ?? 'sent'
  return { reference, state, failure: state === 'failed' ? failureOf(form.get('ErrorCode')) : null, segments: null, cost: null }
}

function failureOf(code: string | null): TextFailure {
  return twilioFailure(Number(code)) ?? 'unavailable'
}
