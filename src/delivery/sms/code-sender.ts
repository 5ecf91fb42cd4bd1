import type { CodeSender } from '../../engine/ports.ts'
import type { CodeMessage } from '../code-message.ts'
import type { Failover } from './failover.ts'

/** Sends codes as text messages, in the given wording. */
export function createTextSender({ failover, body }: { failover: Failover; body(message: CodeMessage): string }): CodeSender {
  return {
    send: ({ to, reference, after, ...message }) => failover.send({ to, reference, after, body: body(message) }),
  }
}
