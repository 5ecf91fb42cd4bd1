import type { CodeSender, Random } from '../../engine/ports.ts'
import { type CodeMessage, notDelivered } from '../code-message.ts'
import type { Mail, Mailer } from './mailer.ts'

/** Sends codes as e-mails, in the given wording. */
export function createMailCodeSender({ mailer, mail, random }: {
  mailer: Mailer
  mail(message: CodeMessage): Mail
  random: Pick<Random, 'id'>
}): CodeSender {
  return {
    async send({ to, ...message }) {
      await mailer.send({ ...mail(message), to, messageId: random.id() }).catch((cause: unknown) => {
        throw notDelivered('e-mail', cause)
      })
    },
  }
}
