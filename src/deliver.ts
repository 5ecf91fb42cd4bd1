import { type Config, ConfigError } from './config.ts'
import { type OpenStore, systemRandom } from './core.ts'
import type { Environment } from './delivery/definition.ts'
import type { DevelopmentInbox } from './delivery/development-inbox.ts'
import { createMailCodeSender } from './delivery/mail/code-sender.ts'
import { development as developmentMail } from './delivery/mail/development.ts'
import { createOutbox, type Outbox } from './delivery/mail/outbox.ts'
import type { Mailer } from './delivery/mail/mailer.ts'
import { createTextSender } from './delivery/sms/code-sender.ts'
import { smsProviders } from './delivery/sms/index.ts'
import type { SmsProvider } from './delivery/sms/provider.ts'
import type { Clock, Log, Ports } from './engine/ports.ts'
import type { createMailWording } from './web/mail/wording.ts'

/** What carries codes and notices to people. A channel that is not set up is simply not there. */
export interface Delivery {
  channels: Ports['channels']
  outbox: Outbox | null // null: nobody is told by e-mail
}

/** What carries messages away, and what they say. Null: there is nobody who carries this kind. */
export interface Carriers {
  sms: SmsProvider | null
  mailer: Mailer | null
  wording: ReturnType<typeof createMailWording>
  store: OpenStore
  clock: Clock
  log: Log
}

/** Connects the rules to whoever carries texts and e-mails. */
export function connectDelivery({ sms, mailer, wording, store, clock, log }: Carriers): Delivery {
  return {
    channels: {
      ...(sms === null ? {} : { sms: createTextSender({ provider: sms, body: wording.text }) }),
      ...(mailer === null ? {} : { mail: createMailCodeSender({ mailer, mail: wording.code, random: systemRandom }) }),
    },
    outbox: mailer === null ? null : createOutbox({ store, mailer, render: wording.notice, clock, log }),
  }
}

/** The carriers that the settings name; in development everything arrives in the inbox instead. */
export function carriersOf(facts: { config: Config; environment: Environment; inbox: DevelopmentInbox | null }): Pick<Carriers, 'sms' | 'mailer'> {
  const { config, environment, inbox } = facts
  const tools = { fetch, inbox }
  const [first] = inbox === null ? config.SMS_PROVIDERS : ['development']
  const definition = smsProviders.find(({ name }) => name === first)
  if (first !== undefined && definition === undefined) throw new ConfigError(`SMS_PROVIDERS: there is no provider called ${first}`)
  return {
    sms: definition?.open(environment, tools) ?? null,
    mailer: inbox === null ? null : developmentMail.open(environment, tools),
  }
}
