import type { Accounts } from './accounts/accounts.ts'
import type { Config } from './config.ts'
import { type OpenStore, systemRandom } from './core.ts'
import type { Environment } from './delivery/definition.ts'
import type { DevelopmentInbox } from './delivery/development-inbox.ts'
import { createMailCodeSender } from './delivery/mail/code-sender.ts'
import { development as developmentMail } from './delivery/mail/development.ts'
import { createOutbox, type Outbox } from './delivery/mail/outbox.ts'
import { createTextSender } from './delivery/sms/code-sender.ts'
import { smsProviders } from './delivery/sms/index.ts'
import type { Clock, Log, Ports } from './engine/ports.ts'
import { createMailWording } from './web/mail/wording.ts'

/** What carries codes and notices to people. A channel that is not set up is simply not there. */
export interface Delivery {
  channels: Ports['channels']
  outbox: Outbox | null // null: nobody is told by e-mail
}

/** Opens the providers that the settings name; in development everything arrives in the inbox instead. */
export function openDelivery(facts: {
  config: Config & { PUBLIC_URL: string }
  environment: Environment
  inbox: DevelopmentInbox | null
  store: OpenStore
  accounts: Accounts
  clock: Clock
  log: Log
}): Delivery {
  const { config, environment, inbox, store, accounts, clock, log } = facts
  const wording = createMailWording({
    publicUrl: config.PUBLIC_URL,
    applicationName: config.APPLICATION_NAME,
    accent: config.ACCENT_COLOR,
    findPerson: store.findPerson,
    mintResetLink: accounts.mintResetLink,
  })
  const tools = { fetch, inbox }
  const names = inbox === null ? config.SMS_PROVIDERS : ['development']
  const texts = names.map((name) => {
    const definition = smsProviders.find((provider) => provider.name === name)
    if (definition === undefined) throw new Error(`SMS_PROVIDERS: there is no provider called ${name}`)
    return createTextSender({ provider: definition.open(environment, tools), body: wording.text })
  })
  const mailer = inbox === null ? null : developmentMail.open(environment, tools)
  return {
    channels: {
      ...(texts[0] === undefined ? {} : { sms: texts[0] }),
      ...(mailer === null ? {} : { mail: createMailCodeSender({ mailer, mail: wording.code, random: systemRandom }) }),
    },
    outbox: mailer === null ? null : createOutbox({ store, mailer, render: wording.notice, clock, log }),
  }
}
