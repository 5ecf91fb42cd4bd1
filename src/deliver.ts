import { type Config, ConfigError } from './config.ts'
import { type OpenStore, systemRandom } from './core.ts'
import type { DeliveryTools, Environment } from './delivery/definition.ts'
import type { DevelopmentInbox } from './delivery/development-inbox.ts'
import { createMailCodeSender } from './delivery/mail/code-sender.ts'
import { mailers } from './delivery/mail/index.ts'
import { createOutbox, type Outbox } from './delivery/mail/outbox.ts'
import type { Mailer } from './delivery/mail/mailer.ts'
import { notDelivered } from './delivery/not-delivered.ts'
import { createTextSender } from './delivery/sms/code-sender.ts'
import { createFailover } from './delivery/sms/failover.ts'
import type { SmsProvider } from './delivery/sms/provider.ts'
import type { Clock, Log, Ports } from './engine/ports.ts'
import { openSmsProviders } from './sms-providers.ts'
import type { createMailWording } from './web/mail/wording.ts'
import { receiptsPath } from './web/routes.ts'

/** What carries codes and notices to people. A channel that is not set up is simply not there. */
export interface Delivery {
  channels: Ports['channels']
  outbox: Outbox | null // null: nobody is told by e-mail
}

/** What carries messages away, and what they say. Null or none: there is nobody who carries this kind. */
export interface Carriers {
  sms: readonly SmsProvider[] // in order of preference
  smsTimeLimitSeconds: number // for each
  mailer: Mailer | null
  wording: ReturnType<typeof createMailWording>
  store: OpenStore
  clock: Clock
  log: Log
}

/** Connects the rules to whoever carries texts and e-mails. */
export function connectDelivery({ sms, smsTimeLimitSeconds, mailer, wording, store, clock, log }: Carriers): Delivery {
  return {
    channels: {
      ...(sms.length === 0 ? {} : { sms: createTextSender({ failover: createFailover({ providers: sms, timeLimitSeconds: smsTimeLimitSeconds, clock, log }), body: wording.text }) }),
      ...(mailer === null ? {} : { mail: createMailCodeSender({ mailer, mail: wording.code, random: systemRandom }) }),
    },
    outbox: mailer === null ? null : createOutbox({ store, mailer, render: wording.notice, clock, log }),
  }
}

/** The carriers that the settings name; in development everything arrives in the inbox instead. */
export function carriersOf(facts: {
  config: Config & { PUBLIC_URL: string }
  environment: Environment
  inbox: DevelopmentInbox | null
}): Pick<Carriers, 'sms' | 'smsTimeLimitSeconds' | 'mailer'> {
  const { config, environment, inbox } = facts
  const tools = { fetch, inbox, publicUrl: config.PUBLIC_URL, receiptsUrl: config.PUBLIC_URL + receiptsPath }
  return {
    sms: openSmsProviders(inbox === null ? config.SMS_PROVIDERS : ['development'], environment, tools),
    smsTimeLimitSeconds: config.SMS_TIME_LIMIT_SECONDS,
    mailer: mailerOf(inbox === null ? config.MAIL_PROVIDER : 'development', environment, tools),
  }
}

function mailerOf(provider: string, environment: Environment, tools: DeliveryTools): Mailer | null {
  if (provider === '') return null
  const definition = mailers.find(({ name }) => name === provider)
  if (definition === undefined) throw new ConfigError(`MAIL_PROVIDER: there is no provider called ${provider}`)
  return definition.open(environment, tools)
}

/** Says at the start what would go wrong with every mail. The server goes on: sign-in by app needs none. */
export async function verifyMailer(mailer: Mailer | null, log: Log): Promise<void> {
  try {
    await mailer?.verify?.()
  } catch (cause) {
    log.warn({ err: notDelivered('e-mail', cause) }, 'e-mail would not be delivered as things are: see docs/mail.md')
  }
}
