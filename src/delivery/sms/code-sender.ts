import type { CodeSender } from '../../engine/ports.ts'
import type { CodeMessage } from '../code-message.ts'
import { notDelivered } from '../not-delivered.ts'
import type { SmsProvider } from './provider.ts'

/** Sends codes as text messages, in the given wording. */
export function createTextSender({ provider, body }: { provider: SmsProvider; body(message: CodeMessage): string }): CodeSender {
  return {
    async send({ to, ...message }) {
      try {
        await provider.send({ to, body: body(message) })
      } catch (cause) {
        throw notDelivered(provider.name, cause)
      }
    },
  }
}
