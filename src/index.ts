import type { Keyring } from './crypto/keyring.ts'
import { parseKeyring } from './crypto/keyring.ts'
import { defaultPolicy } from './accounts/default-policy.ts'
import { createCore, openStore, systemClock, systemRandom } from './core.ts'
import { connectDelivery } from './deliver.ts'
import type { Mailer } from './delivery/mail/mailer.ts'
import type { SmsProvider } from './delivery/sms/provider.ts'
import { defaultTextRules, type TextRules } from './engine/fraud-shield.ts'
import type { Client, Organization, Policy, Role, User, Verified } from './engine/model.ts'
import { newcomer } from './engine/newcomer.ts'
import type { Clock, Log } from './engine/ports.ts'
import { emailChanged } from './engine/notices.ts'
import { mintReportLink } from './engine/report.ts'
import { createVerifiedResults } from './engine/verified-result.ts'
import { createLog } from './log.ts'
import { receiptReader } from './sms-providers.ts'
import { createUpkeep } from './upkeep.ts'
import { createWeb } from './web/app.tsx'
import type { Host } from './web/host.ts'
import { createMailWording } from './web/mail/wording.ts'
import { secondStepScreens } from './web/screens.ts'

export { generateKey } from './crypto/keyring.ts'
export { defaultTextRules, type TextRules } from './engine/fraud-shield.ts'
export { type ErrorCode, NightlatchError } from './engine/errors.ts'
export type { Mail, Mailer } from './delivery/mail/mailer.ts'
export { TextNotSent } from './delivery/sms/failure.ts'
export type { OutgoingText, SmsProvider, TakenText } from './delivery/sms/provider.ts'
export type { ReceiptRequest } from './delivery/sms/receipt.ts'
export type { SignedIn } from './engine/sign-in.ts'
export type { CurrentUser, Host, PasswordConfirmation } from './web/host.ts'
export type { Client, Organization, Policy, Role, Verified, Visitor } from './engine/model.ts'
export type { Clock, Log } from './engine/ports.ts'
export type { TextFailure } from './engine/text-failure.ts'
export type { TextReceipt } from './engine/texts.ts'

const SMS_TIME_LIMIT_SECONDS = 5 // for each provider

/** A user of the host, as the rules need to know them. */
export type HostUser = Pick<User, 'id' | 'organizationId' | 'name' | 'userName' | 'email'> & { roles: readonly Role[] }

export interface NightlatchOptions {
  databaseUrl: string // `file:…` or `postgres://…`; tables carry the prefix `nightlatch_`
  keys: string | Keyring // `id:base64 of 32 random bytes`, newest first, separated by commas
  publicUrl: string // the origin that people type
  basePath?: string // where the pages are mounted; '/two-step' unless told
  applicationName: string
  host: Host
  sms?: SmsProvider | readonly SmsProvider[] // in order of preference, each standing in for the one before; without any, text messages are not offered
  mailer?: Mailer // without one, nobody is told by e-mail
  textRules?: Partial<TextRules> // to which countries texts may go, and how many; see `defaultTextRules`
  policy?: Partial<Policy> // of an organization that is seen for the first time
  logoUrl?: string
  accent?: string // a CSS hex color
  clock?: Clock
  log?: Log
}

export type Nightlatch = Awaited<ReturnType<typeof createNightlatch>>

/**
 * 2-step verification inside an application that has users and sessions.
 *
 * Call `signIn.begin` after a correct password and answer with what it gives;
 * mount `handler` under `basePath`; redeem the result in `host.completeSignIn`.
 */
export async function createNightlatch(options: NightlatchOptions) {
  const { host, applicationName, basePath = '/two-step', clock = systemClock, log = createLog('warn') } = options
  const publicUrl = new URL(options.publicUrl).origin
  const keyring = typeof options.keys === 'string' ? parseKeyring(options.keys) : options.keys
  const sms: readonly SmsProvider[] = [options.sms ?? []].flat()
  const { database, store } = await openStore(options.databaseUrl, keyring)

  const wording = createMailWording({ publicUrl, applicationName, accent: options.accent, findPerson: store.findPerson, basePath, mintResetLink: null, mintReportLink: (notice) => mintReportLink({ store, clock, random: systemRandom }, notice) })
  const delivery = connectDelivery({ sms, smsTimeLimitSeconds: SMS_TIME_LIMIT_SECONDS, mailer: options.mailer ?? null, wording, store, clock, log })
  const core = createCore({
    store,
    keyring,
    clock,
    log,
    channels: delivery.channels,
    sessions: {
      ...createVerifiedResults({ random: systemRandom }),
      othersEnded: async ({ organizationId, id: userId }, except) => await host.endSessions?.({ organizationId, userId }, except),
    },
    settings: { applicationName, codeSeconds: 300, hasPasswords: false, texts: { ...defaultTextRules, ...options.textRules } },
    committed: () => {
      delivery.outbox?.kick()
      upkeep.reminders.kick()
    },
  })
  const web = createWeb({
    site: { publicUrl, basePath, applicationName, logoUrl: options.logoUrl ?? null, accent: options.accent, isAtHost: true, isDevelopment: false },
    engine: core.engine,
    host,
    keyedHash: core.ports.keyedHash,
    random: systemRandom,
    log,
    screens: secondStepScreens({ engine: core.engine, host, readReceipt: receiptReader(sms) }),
  })
  delivery.outbox?.start()
  const upkeep = createUpkeep({ database, store, engine: core.engine, keyring, clock, log: { info: () => {}, error: (facts, message) => log.error({ ...facts }, message) } })
  upkeep.start()

  return {
    /** Serves the pages under `basePath`. */
    handler: web.answer,
    signIn: {
      /** After a correct password: the answer that leads to a session, to the code or to set-up. */
      begin: (request: Request, facts: { user: Pick<User, 'id' | 'organizationId'>; client: Client; returnTo?: string }): Promise<Response> =>
        web.beginSignIn(request, facts.client, facts.user, facts.returnTo ?? host.homeUrl),
      /** Redeems the token of a completed sign-in, once, for the session that the host opens. Throws `challenge_not_found`. */
      redeem: (token: string, sessionId: string): Promise<Verified> => core.engine.signIn.redeem(token, sessionId),
    },
    people: {
      /** Tells the rules about a user as they are now: before their sign-in, and when their roles change. */
      async save(organization: Organization, user: HostUser): Promise<void> {
        const at = clock()
        const known = await store.findPerson(organization.id, user.id)
        await store.commit(organization.id, [
          { kind: 'organization.save', organization, policy: { ...defaultPolicy, ...options.policy }, at },
          ...user.roles.map((role) => ({ kind: 'role.save' as const, role })),
          { kind: 'user.save', user: { ...newcomer(at), ...user }, at },
          ...(known === null ? [] : emailChanged(core.ports, known.user, { before: known.user.email, after: user.email }, { address: '', agent: '' })),
        ])
        delivery.outbox?.kick()
      },
    },
    engine: core.engine,
    /** Waits for the e-mail being sent, and closes the database. */
    async close(): Promise<void> {
      await delivery.outbox?.stop()
      await upkeep.stop()
      await database.close()
    },
  }
}


