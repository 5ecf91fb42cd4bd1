import { randomUUID } from 'node:crypto'
import { createDevelopmentInbox } from '../../../src/delivery/development-inbox.ts'
import type { Definition } from '../../../src/delivery/definition.ts'
import { TextNotSent } from '../../../src/delivery/sms/failure.ts'
import type { OutgoingText, SmsProvider } from '../../../src/delivery/sms/provider.ts'

export const receiptsUrl = 'https://accounts.example.org/sms/receipts'

/** Opens a provider with these settings alone, over real HTTP. */
export function openProvider(definition: Definition<SmsProvider>, settings: Record<string, string>): SmsProvider {
  return definition.open(settings, { fetch, inbox: createDevelopmentInbox({ clock: () => 0, random: { id: randomUUID } }), receiptsUrl, publicUrl: 'https://accounts.example.org' })
}

export const aText = (facts: Partial<OutgoingText> = {}): OutgoingText => ({
  to: '+447700900123',
  body: '042042 is your Harbour code.\n\n@accounts.example.org #042042',
  reference: '0198c0de-0000-7000-8000-000000000001',
  signal: AbortSignal.timeout(5000),
  ...facts,
})

/** Why it was not sent. */
export async function failureOf(sending: Promise<unknown>): Promise<TextNotSent> {
  return await sending.then(
    () => {
      throw new Error('It was sent')
    },
    (error: unknown) => {
      if (error instanceof TextNotSent) return error
      throw error
    },
  )
}
