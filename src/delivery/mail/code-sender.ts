import type { CodeSender, Random } from '../../engine/ports.ts'
import type { CodeMessage } from '../code-message.ts'
import { notDelivered } from '../not-delivered.ts'
import type { Mail, Mailer } from './mailer.ts'

/** Sends codes as e-mails, in the given wording. */
export function createMailCodeSender({ mailer, mail, random }: {
  mailer: Mailer
  mail(message: CodeMessage): Mail
  random: Pick<Random, 'id'>
}): CodeSender {
  return {
    async send({ to, ...message }) {
      try {
        const messageId = random.id()
        await mailer.send({ ...mail(message), to, messageId })
        return { kind: 'taken', provider: 'mail', isConfirmed: true, messageId, segments: null }
      } catch (cause) {
        throw notDelivered('e-mail', cause)
      }
    },
  }
}
