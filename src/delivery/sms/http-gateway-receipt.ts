import type { TextReceipt } from '../../engine/texts.ts'
import { jsonOf } from './ask.ts'
import { pointedAt } from './http-template.ts'
import { isSignature, type ReceiptRequest } from './receipt.ts'

/** Reads a receipt of a gateway as configuration describes it: signed by a shared key over the body as it came. */
export function gatewayReceipt(
  { headers, body }: ReceiptRequest,
  how: { secret: string; header: string; referenceAt: string; statusAt: string; delivered: readonly string[]; failed: readonly string[] },
): TextReceipt | null {
  const given = (headers.get(how.header) ?? '').replace(/^sha256=/i, '')
  const isHex = /^[0-9a-f]{64}$/i.test(given)
  if (!isSignature(isHex ? given.toLowerCase() : given, 'sha256', how.secret, body, isHex ? 'hex' : 'base64')) return null

  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '')
  const fields = isForm ? Object.fromEntries(new URLSearchParams(body)) : jsonOf(body)
  const reference = pointedAt(fields, how.referenceAt)
  if (reference === null) return null
  const status = (pointedAt(fields, how.statusAt) ?? '').toLowerCase()
  const state = how.delivered.includes(status) ? 'delivered' : how.failed.includes(status) ? 'failed' : 'sent'
  return { reference, state, failure: state === 'failed' ? 'unavailable' : null, segments: null, cost: null }
}
