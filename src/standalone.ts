import { createAccounts } from './accounts/accounts.ts'
import { type Config, ConfigError, databaseUrlOf, textRulesOf } from './config.ts'
import { createCore, openStore, systemClock, systemRandom } from './core.ts'
import { createKeyedHash } from './crypto/keyed-hash.ts'
import type { Keyring } from './crypto/keyring.ts'
import { createPasswordHasher, type PasswordHashing } from './crypto/password.ts'
import type { Environment } from './delivery/definition.ts'
import { createDevelopmentInbox, type DevelopmentInbox } from './delivery/development-inbox.ts'
import { carriersOf, connectDelivery, verifyMailer } from './deliver.ts'
import type { Clock } from './engine/ports.ts'
import { checkKeys } from './key-check.ts'
import { mintReportLink } from './engine/report.ts'
import type { Logger } from './log.ts'
import { sampleOrganizationId } from './sample-organization.ts'
import { checkSmsProviders, receiptReader } from './sms-providers.ts'
import { createUpkeep } from './upkeep.ts'
import { createAccountsHost } from './web/accounts-host.ts'
import { createWeb } from './web/app.tsx'
import { createCookies } from './web/cookies.ts'
import { createMailWording } from './web/mail/wording.ts'
import { developmentScreens } from './web/development/route.tsx'
import { accountScreens, secondStepScreens } from './web/screens.ts'

const HOUR = 60 * 60
const MINUTE = 60

export interface StandaloneOptions {
  config: Config & { PUBLIC_URL: string }
  keyring: Keyring
  environment: Environment // where each provider reads its own settings
  log: Logger
  /** With the development phone and mailbox, and the sample; never in production. */
  isDevelopment: boolean
  clock?: Clock
  hashing?: Partial<PasswordHashing>
}

export type Standalone = Awaited<ReturnType<typeof createStandalone>>

/** The whole standalone server but its socket: users, rules, pages, mail. */
export async function createStandalone(options: StandaloneOptions) {
  const { config, keyring, log, isDevelopment, clock = systemClock } = options
  const inbox: DevelopmentInbox | null = isDevelopment ? createDevelopmentInbox({ clock, random: systemRandom }) : null
  const carriers = carriersOf({ config, environment: options.environment, inbox })
  const { database, store } = await openStore(databaseUrlOf(config), keyring)
  try {
    if (!isDevelopment && (await store.hasOrganization(sampleOrganizationId))) {
      throw new ConfigError('DATABASE_URL names a database that npm start filled with sample people, whose password everybody knows. Name an empty one.')
    }
    await checkKeys(database, keyring, clock())
  } catch (error) {
    await database.close()
    throw error
  }

  const accounts = createAccounts(
    {
      store,
      clock,
      random: systemRandom,
      keyedHash: createKeyedHash(keyring),
      hasher: createPasswordHasher(options.hashing),
      log,
      canMail: carriers.mailer !== null,
      committed: () => delivery.outbox?.kick(),
    },
    { sessionSeconds: config.SESSION_HOURS * HOUR, idleSeconds: config.SESSION_IDLE_MINUTES * MINUTE },
  )
  const wording = createMailWording({
    publicUrl: config.PUBLIC_URL,
    applicationName: config.APPLICATION_NAME,
    accent: config.ACCENT_COLOR,
    findPerson: store.findPerson,
    mintResetLink: accounts.mintResetLink,
    mintReportLink: (notice) => mintReportLink({ store, clock, random: systemRandom }, notice),
  })
  const delivery = connectDelivery({ ...carriers, wording, store, clock, log })
  const core = createCore({
    store,
    keyring,
    clock,
    log,
    channels: delivery.channels,
    sessions: accounts.sessions,
    settings: { applicationName: config.APPLICATION_NAME, codeSeconds: config.CODE_SECONDS, hasPasswords: true, texts: textRulesOf(config), textPrices: config.SMS_PRICES },
    committed: (left) => (left === 'reminder' ? upkeep.reminders.kick() : delivery.outbox?.kick()),
  })

  const cookies = createCookies({ isHttps: config.PUBLIC_URL.startsWith('https:') })
  const host = createAccountsHost({ accounts, cookies })
  const deps = { engine: core.engine, host, accounts }
  const web = createWeb({
    ...deps,
    site: {
      publicUrl: config.PUBLIC_URL,
      basePath: '',
      applicationName: config.APPLICATION_NAME,
      logoUrl: config.LOGO_URL === '' ? null : config.LOGO_URL,
      accent: config.ACCENT_COLOR,
      isAtHost: false,
      isDevelopment,
    },
    keyedHash: core.ports.keyedHash,
    random: systemRandom,
    log,
    screens: [
      ...secondStepScreens({ ...deps, readReceipt: receiptReader(carriers.sms) }),
      ...accountScreens({ ...deps, mailIsOn: delivery.outbox !== null }),
      ...(inbox === null ? [] : developmentScreens({ inbox, clock })),
    ],
  })

  const upkeep = createUpkeep({ database, store, engine: core.engine, keyring, clock, log })
  upkeep.start()
  void verifyMailer(carriers.mailer, log)
  void checkSmsProviders(carriers.sms, log)
  delivery.outbox?.start()

  return {
    web: web.answer,
    unreadable: web.unreadable,
    store,
    accounts,
    engine: core.engine,
    ports: core.ports,
    inbox,
    auditSealer: upkeep.auditSealer,
    reminders: upkeep.reminders,
    /** Ready means: the database answers, and its clock is the node's to within two seconds. */
    async isReady(): Promise<boolean> {
      const theirs = await database.now()
      return Math.abs(theirs - systemClock()) <= 2
    },
    async close(): Promise<void> {
      await delivery.outbox?.stop()
      carriers.mailer?.close?.()
      await upkeep.stop()
      await database.close()
    },
  }
}
