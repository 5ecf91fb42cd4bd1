import type { Definition } from '../definition.ts'
import { development } from './development.ts'
import type { SmsProvider } from './provider.ts'

/** Every provider of text messages that a server can be set to. */
export const smsProviders: readonly Definition<SmsProvider>[] = [development]
