import type { z } from 'zod'
import type { TextReceipt } from '../../engine/texts.ts'
import { type Definition, define, type DeliveryTools } from '../definition.ts'
import type { ReceiptRequest } from './receipt.ts'

/** One text on its way. */
export interface OutgoingText {
  to: string // E.164
  body: string // one segment
  reference: string // our id of this text, at most 40 characters; a receipt brings it back
  signal: AbortSignal // when it is aborted, nobody waits any more
}

/** What a provider says of a text that it took, as far as it does. */
export interface TakenText {
  messageId?: string | null
  segments?: number | null
}

/** Sends text messages. */
export interface SmsProvider {
  readonly name: string
  /**
   * Resolves when the text was taken. Rejects with `TextNotSent`, which says why;
   * any other error counts as `unavailable`: it surely was not handed over.
   */
  send(text: OutgoingText): Promise<TakenText | void>
  /** Asks the provider whether it would take a text, and sends none. Rejects with `TextNotSent`. */
  check?(signal: AbortSignal): Promise<void>
  /** Reads a delivery receipt; null when it is not surely from the provider, or names no text. */
  readReceipt?(request: ReceiptRequest): TextReceipt | null
}

/** Defines a provider of text messages by its name, its settings and how it sends. */
export function defineSmsProvider<Settings extends z.ZodObject>(definition: {
  name: string
  settings: Settings
  create(settings: z.output<Settings>, tools: DeliveryTools): Omit<SmsProvider, 'name'>
}): Definition<SmsProvider> {
  const { name, settings, create } = definition
  return define({ name, settings, create: (...given) => ({ name, ...create(...given) }) })
}
