import type { Definition } from '../definition.ts'
import { development } from './development.ts'
import { httpGateway } from './http-gateway.ts'
import type { SmsProvider } from './provider.ts'
import { sns } from './sns.ts'
import { twilio } from './twilio.ts'
import { vonage } from './vonage.ts'

/** Every provider of text messages that a server can be set to. */
export const smsProviders: readonly Definition<SmsProvider>[] = [twilio, vonage, sns, httpGateway, development]
