import { ConfigError } from './config.ts'
import type { DeliveryTools, Environment } from './delivery/definition.ts'
import { notDelivered } from './delivery/not-delivered.ts'
import { smsProviderNames, smsProviders } from './delivery/sms/index.ts'
import type { SmsProvider } from './delivery/sms/provider.ts'
import type { ReceiptRequest } from './delivery/sms/receipt.ts'
import type { Log } from './engine/ports.ts'
import type { TextReceipt } from './engine/texts.ts'

const CHECK_MILLISECONDS = 10_000

/** Opens providers of text messages by their names, each with its own settings. Throws `ConfigError` for a name that nobody has. */
export function openSmsProviders(names: readonly string[], environment: Environment, tools: DeliveryTools): SmsProvider[] {
  return [...new Set(names)].map((name) => {
    const definition = smsProviders.find((known) => known.name === name)
    if (definition === undefined) throw new ConfigError(`SMS_PROVIDERS: there is no provider called ${name}; there are ${smsProviderNames.join(', ')}`)
    return definition.open(environment, tools)
  })
}

/** Says at the start which provider would take no text. The server goes on: sign-in by app needs none. */
export async function checkSmsProviders(providers: readonly SmsProvider[], log: Pick<Log, 'warn'>): Promise<void> {
  await Promise.all(
    providers.map(async ({ name, check }) => {
      try {
        await check?.(AbortSignal.timeout(CHECK_MILLISECONDS))
      } catch (cause) {
        log.warn({ provider: name, err: notDelivered(name, cause) }, 'this provider would take no text as things are: try it with nightlatch send-test-text')
      }
    }),
  )
}

/** Reads receipts for whichever provider they claim to be from. */
export function receiptReader(providers: readonly SmsProvider[]): (provider: string, request: ReceiptRequest) => TextReceipt | null {
  return (provider, request) => providers.find(({ name }) => name === provider)?.readReceipt?.(request) ?? null
}
