import { z } from 'zod'
import { ask, failureOfStatus, jsonOf } from './ask.ts'
import { TextNotSent } from './failure.ts'
import { gatewayReceipt } from './http-gateway-receipt.ts'
import { bodyOf, fillAddress, pointedAt } from './http-template.ts'
import { defineSmsProvider } from './provider.ts'

const pointer = z.string().regex(/^(?:\/[^/]*)+$/, 'a JSON pointer (RFC 6901), such as /messages/0/id')
const pattern = z.string().transform(patternOrIssue)
const words = (text: string) => text.split(',').map((word) => word.trim().toLowerCase())

const settings = z
  .object({
    SMS_GATEWAY_URL: z.url({ protocol: /^https?$/ }).describe('Where each text is sent to. `{to}` (E.164), `{to_digits}` (without the plus), `{text}` and `{reference}` (ours, for receipts) may stand in its path and query.'),
    SMS_GATEWAY_METHOD: z.enum(['POST', 'PUT', 'GET']).default('POST').describe('GET sends no body.'),
    SMS_GATEWAY_HEADERS: z.string().default('{}').transform(headersOrIssue).describe('A JSON object of headers, credentials among them.'),
    SMS_GATEWAY_BODY: z.string().default('{"to":"{to}","text":"{text}","reference":"{reference}"}').describe('The body, with the same placeholders. JSON, or the fields of a form where the `content-type` among the headers says so; values are escaped for it.'),
    SMS_GATEWAY_SUCCESS_STATUS: z.string().default('200-299').transform(statusesOrIssue).describe('Statuses that mean "taken": numbers and ranges, separated by commas.'),
    SMS_GATEWAY_SUCCESS_POINTER: pointer.optional().describe('A JSON pointer into the answer, for a gateway that answers 200 to everything.'),
    SMS_GATEWAY_SUCCESS_PATTERN: pattern.optional().describe('A regular expression for the value there, or for the whole answer without a pointer.'),
    SMS_GATEWAY_MESSAGE_ID_POINTER: pointer.optional().describe('Where the answer names its id of the text.'),
    SMS_GATEWAY_BAD_NUMBER_PATTERN: pattern.optional().describe('A regular expression for an answer that means: this number can\'t be texted. No other provider is asked then.'),
    SMS_GATEWAY_RECEIPT_SECRET: z.string().min(16).optional().describe('The key of the signature (HMAC-SHA256 of the body) on delivery receipts: without one there are none.'),
    SMS_GATEWAY_RECEIPT_HEADER: z.string().regex(/^[\w-]+$/).default('x-signature').describe('The header with that signature, hexadecimal or base64, perhaps after `sha256=`.'),
    SMS_GATEWAY_RECEIPT_REFERENCE_POINTER: pointer.default('/reference').describe('Where a receipt (JSON, or a form) brings our reference back.'),
    SMS_GATEWAY_RECEIPT_STATUS_POINTER: pointer.default('/status').describe('Where it names the status.'),
    SMS_GATEWAY_RECEIPT_DELIVERED: z.string().default('delivered').transform(words).describe('Statuses that mean "delivered", separated by commas.'),
    SMS_GATEWAY_RECEIPT_FAILED: z.string().default('failed,undelivered,undeliverable,rejected,expired').transform(words).describe('Statuses that mean "failed".'),
  })
  .refine((s) => s.SMS_GATEWAY_METHOD === 'GET' || bodyOf(s.SMS_GATEWAY_HEADERS, s.SMS_GATEWAY_BODY) !== null, 'SMS_GATEWAY_BODY is not what the content-type among SMS_GATEWAY_HEADERS says (application/json unless told)')
  .refine((s) => s.SMS_GATEWAY_SUCCESS_POINTER === undefined || s.SMS_GATEWAY_SUCCESS_PATTERN !== undefined, 'SMS_GATEWAY_SUCCESS_POINTER needs SMS_GATEWAY_SUCCESS_PATTERN')

/** Any gateway that takes a text by one HTTP request, as configuration describes it. */
export const httpGateway = defineSmsProvider({
  name: 'http-gateway',
  settings,
  create(given, { fetch }) {
    const fillBody = given.SMS_GATEWAY_METHOD === 'GET' ? null : bodyOf(given.SMS_GATEWAY_HEADERS, given.SMS_GATEWAY_BODY)

    return {
      async send({ to, body: text, reference, signal }) {
        const values = { to, text, reference, to_digits: to.replace('+', '') }
        const filled = fillBody?.(values)
        const answer = await ask(fetch, fillAddress(given.SMS_GATEWAY_URL, values), {
          method: given.SMS_GATEWAY_METHOD,
          headers: { ...(filled === undefined ? {} : { 'content-type': filled.contentType }), ...given.SMS_GATEWAY_HEADERS },
          ...(filled === undefined ? {} : { body: filled.body }),
          signal,
        })
        if (given.SMS_GATEWAY_BAD_NUMBER_PATTERN?.test(answer.body)) throw new TextNotSent('invalid-number', `answered ${answer.status}: this number can't be texted`)
        if (!given.SMS_GATEWAY_SUCCESS_STATUS(answer.status)) throw new TextNotSent(failureOfStatus(answer.status), `answered ${answer.status}`, answer)
        const json = jsonOf(answer.body)
        const judged = given.SMS_GATEWAY_SUCCESS_POINTER === undefined ? answer.body : pointedAt(json, given.SMS_GATEWAY_SUCCESS_POINTER)
        if (given.SMS_GATEWAY_SUCCESS_PATTERN?.test(judged ?? '') === false) throw new TextNotSent('request-refused', `answered ${answer.status}, and not what SMS_GATEWAY_SUCCESS_PATTERN asks for`)
        return { messageId: given.SMS_GATEWAY_MESSAGE_ID_POINTER === undefined ? null : pointedAt(json, given.SMS_GATEWAY_MESSAGE_ID_POINTER) }
      },

      readReceipt: (request) =>
        given.SMS_GATEWAY_RECEIPT_SECRET === undefined
          ? null
          : gatewayReceipt(request, {
              secret: given.SMS_GATEWAY_RECEIPT_SECRET,
              header: given.SMS_GATEWAY_RECEIPT_HEADER,
              referenceAt: given.SMS_GATEWAY_RECEIPT_REFERENCE_POINTER,
              statusAt: given.SMS_GATEWAY_RECEIPT_STATUS_POINTER,
              delivered: given.SMS_GATEWAY_RECEIPT_DELIVERED,
              failed: given.SMS_GATEWAY_RECEIPT_FAILED,
            }),
    }
  },
})

function patternOrIssue(text: string, context: z.RefinementCtx): RegExp {
  try {
    return new RegExp(text, 'iu')
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'no regular expression' })
    return z.NEVER
  }
}

function headersOrIssue(text: string, context: z.RefinementCtx): Record<string, string> {
  try {
    return Object.fromEntries(new Headers(z.record(z.string(), z.string()).parse(JSON.parse(text))))
  } catch {
    context.addIssue({ code: 'custom', message: 'give a JSON object of headers, such as {"authorization":"Bearer …"}' })
    return z.NEVER
  }
}

function statusesOrIssue(text: string, context: z.RefinementCtx): (status: number) => boolean {
  const ranges = words(text).map((word) => /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(word))
  if (ranges.includes(null)) {
    context.addIssue({ code: 'custom', message: 'give numbers and ranges, such as 200,202 or 200-299' })
    return z.NEVER
  }
  return (status) => ranges.some((range) => status >= Number(range?.[1]) && status <= Number(range?.[2] ?? range?.[1]))
}
