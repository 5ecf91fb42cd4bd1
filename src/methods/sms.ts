import { parseSixDigits } from '../engine/code.ts'
import type { Draft, DraftInput, Method } from '../engine/method.ts'
import { lastTwoDigits, parsePhone } from '../engine/phone.ts'
import { judgeSentCode } from './sent-code.ts'

/** A code in a text message. The secret is the phone number, as E.164. */
export const sms: Method = {
  id: 'sms',
  role: 'authenticator',
  keypad: 'digits',
  budget: 'six-digit',
  channel: 'sms',
  amr: 'sms',
  parse: parseSixDigits,
  judge: judgeSentCode,
  enrollment: { draft },
}

async function draft({ entered, organization }: DraftInput): Promise<Draft> {
  const phone = parsePhone(entered['number'], entered['country'] ?? organization.country)
  if (phone.kind === 'invalid') return phone
  return {
    kind: 'draft',
    secret: Buffer.from(phone.e164),
    label: lastTwoDigits(phone.e164),
    data: { country: phone.country },
    reveal: { number: phone.international },
  }
}
