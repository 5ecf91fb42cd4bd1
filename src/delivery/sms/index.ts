import type { Definition } from '../definition.ts'
import { development } from './development.ts'
import { httpGateway } from './http-gateway.ts'
import type { SmsProvider } from './provider.ts'
import { sns } from './sns.ts'
import { twilio } from './twilio.ts'
import { vonage } from './vonage.ts'

/** Every provider of text messages that a server can be set to. */
export const smsProviders: readonly Definition<SmsProvider>[] = [twilio, vonage, sns, httpGateway, development]

/** Those that an operator can name: what delivers to a page of the development server is nobody's to choose. */
export const smsProviderNames: readonly string[] = smsProviders.filter((provider) => provider !== development).map(({ name }) => name)
