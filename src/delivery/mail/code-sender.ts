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
        await mailer.send({ ...mail(message), to, messageId: random.id() })
      } catch (cause) {
        throw notDelivered('e-mail', cause)
      }
    },
  }
}
