import { z } from 'zod'
import type { DevelopmentInbox } from './development-inbox.ts'

/** Settings by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a way of delivery may use besides its own settings. */
export interface DeliveryTools {
  fetch: typeof fetch
  inbox: DevelopmentInbox | null // null in production
  publicUrl: string // the origin that people type
  receiptsUrl?: string | undefined // below which providers send delivery receipts; none where nobody could take them
}

/** One way of delivery. It owns its settings, so that adding one edits no other file but the list. */
export interface Definition<Delivery> {
  readonly name: string
  /** For the documentation of all settings. */
  readonly settings: z.ZodObject
  /** Throws, naming the setting and what is wrong with it, before anything is sent. */
  open(environment: Environment, tools: DeliveryTools): Delivery
}

/** Ties what a way of delivery is made from to the settings that it asks for. */
export function define<Settings extends z.ZodObject, Delivery>(definition: {
  name: string
  settings: Settings
  create(settings: z.output<Settings>, tools: DeliveryTools): Delivery
}): Definition<Delivery> {
  const { name, settings, create } = definition
  return {
    name,
    settings,
    open(environment, tools) {
      // A setting that is there but empty is not set: so it looks where one is taken back in a file of settings.
      const parsed = settings.safeParse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')))
      if (!parsed.success) throw new Error(`The settings of ${name} can't be used.\n${z.prettifyError(parsed.error)}`)
      return create(parsed.data, tools)
    },
  }
}
