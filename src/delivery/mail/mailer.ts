import type { z } from 'zod'
import { type Definition, define, type DeliveryTools } from '../definition.ts'

export interface Mail {
  subject: string
  text: string
  html: string
}

/** An e-mail with where it goes. */
export interface OutgoingMail extends Mail {
  to: string
  /**
   * What stands before the @ in the Message-ID: the same for every try, so that
   * mailboxes drop what arrives twice.
   */
  messageId: string
}

/** Sends e-mails. */
export interface Mailer {
  /** Rejects, within a minute, when the e-mail surely was not handed over. */
  send(mail: OutgoingMail): Promise<void>
  /** Rejects, with the reason in words, when nothing could be sent as things are. */
  verify?(): Promise<void>
  /** Lets go of open connections. */
  close?(): void
}

/** Defines a way to send e-mail by its name, its settings and how it sends. */
export function defineMailer<Settings extends z.ZodObject>(definition: {
  name: string
  settings: Settings
  create(settings: z.output<Settings>, tools: DeliveryTools): Mailer
}): Definition<Mailer> {
  return define(definition)
}
