import type { z } from 'zod'
import { type Definition, define, type DeliveryTools } from '../definition.ts'

/** Sends text messages. */
export interface SmsProvider {
  readonly name: string
  /** Rejects, within a minute, when the text surely was not handed over. `to` is E.164. */
  send(text: { to: string; body: string }): Promise<void>
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
