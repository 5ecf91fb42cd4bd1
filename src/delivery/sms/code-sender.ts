import type { CodeSender } from '../../engine/ports.ts'
import { type CodeMessage, notDelivered } from '../code-message.ts'
import type { SmsProvider } from './provider.ts'

/** Sends codes as text messages, in the given wording. */
export function createTextSender({ provider, body }: { provider: SmsProvider; body(message: CodeMessage): string }): CodeSender {
  return {
    async send({ to, ...message }) {
      await provider.send({ to, body: body(message) }).catch((cause: unknown) => {
        throw notDelivered(provider.name, cause)
      })
    },
  }
}
