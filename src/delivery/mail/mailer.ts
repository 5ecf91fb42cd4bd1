import type { z } from 'zod'
import { type Definition, define, type DeliveryTools } from '../definition.ts'

export interface Mail {
  subject: string
  text: string
  html: string
}

/** Sends e-mails. */
export interface Mailer {
  /**
   * Rejects, within a minute, when the e-mail surely was not handed over.
   *
   * @param envelope.messageId - what stands before the @ in the Message-ID: the
   *   same for every try, so that mailboxes drop what arrives twice
   */
  send(envelope: Mail & { to: string; messageId: string }): Promise<void>
}

/** Defines a way to send e-mail by its name, its settings and how it sends. */
export function defineMailer<Settings extends z.ZodObject>(definition: {
  name: string
  settings: Settings
  create(settings: z.output<Settings>, tools: DeliveryTools): Mailer
}): Definition<Mailer> {
  return define(definition)
}
