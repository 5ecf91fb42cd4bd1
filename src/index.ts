import { defaultPolicy } from './accounts/default-policy.ts'
import { checkOptions } from './checked-options.ts'
import { createCore, openStore, systemClock, systemRandom } from './core.ts'
import { connectDelivery } from './deliver.ts'
import type { HostUser, NightlatchOptions, RequirementFor } from './embedded.ts'
import type { SmsProvider } from './delivery/sms/provider.ts'
import { defaultTextRules } from './engine/fraud-shield.ts'
import type { ChangedBy } from './engine/host-users.ts'
import type { Client, Organization, User, Verified } from './engine/model.ts'
import { newcomer } from './engine/newcomer.ts'
import { emailChanged, nowhere } from './engine/notices.ts'
import { mintReportLink } from './engine/report.ts'
import { createVerifiedResults } from './engine/verified-result.ts'
import { demand, requireId, requireOrganization, requireUser } from './invalid-value.ts'
import { checkKeys } from './key-check.ts'
import { createLog, type UpkeepLog } from './log.ts'
import { receiptReader } from './sms-providers.ts'
import { createUpkeep } from './upkeep.ts'
import { createWeb } from './web/app.tsx'
import { createMailWording } from './web/mail/wording.ts'
import { routes } from './web/routes.ts'
import { secondStepScreens } from './web/screens.ts'

export { generateKey, type Keyring, parseKeyring } from './crypto/keyring.ts'
export type { Host, HostUser, NightlatchOptions, RequirementFor, SessionUser } from './embedded.ts'
export { defaultTextRules, type TextRules } from './engine/fraud-shield.ts'
export { type ErrorCode, NightlatchError } from './engine/errors.ts'
export type { ChangedBy } from './engine/host-users.ts'
export { InvalidValueError } from './invalid-value.ts'
export { KeysError } from './key-check.ts'
export type { Mail, Mailer, OutgoingMail } from './delivery/mail/mailer.ts'
export { TextNotSent } from './delivery/sms/failure.ts'
export type { OutgoingText, SmsProvider, TakenText } from './delivery/sms/provider.ts'
export type { ReceiptRequest } from './delivery/sms/receipt.ts'
export type { SignedIn } from './engine/sign-in.ts'
export type { PasswordConfirmation } from './web/host.ts'
export type { Client, Organization, Policy, Role, Verified, Visitor } from './engine/model.ts'
export type { Clock, Log } from './engine/ports.ts'
export type { TextFailure } from './engine/text-failure.ts'
export type { TextReceipt } from './engine/texts.ts'

const SMS_TIME_LIMIT_SECONDS = 5 // for each provider

/** What an application is given to embed. All times are epoch seconds; the ids are the application's own. */
export interface Nightlatch {
  /** Serves the pages under `basePath`. `client` is who sent the request, as your server and its proxies say. Never rejects. */
  handler(request: Request, client: Client): Promise<Response>
  signIn: {
    /**
     * After a correct password, instead of opening a session: the answer that leads to a session, to the code
     * or to set-up. `returnTo` is a path of yours (`homeUrl` unless told; anything else is not followed).
     * Somebody deactivated, and a database that does not answer, get a page that says so.
     */
    begin(request: Request, facts: { user: Pick<User, 'id' | 'organizationId'>; client: Client; returnTo?: string }): Promise<Response>
    /**
     * In `host.completeSignIn`: redeems the token of a completed sign-in, once and within a minute, for the
     * session that you open. Throws `NightlatchError` with `challenge_not_found`: open none.
     *
     * @param sessionId - yours; the same that `currentUser` gives afterwards
     */
    redeem(token: string, sessionId: string): Promise<Verified>
  }
  people: {
    /** Tells the rules about a user as they are now: before their sign-in, and when name, address or roles change. Throws `InvalidValueError`. */
    save(organization: Organization, user: HostUser): Promise<void>
    /** Call it at each request of somebody signed in: the rules, and their roles, may have changed since. One query. */
    requirementFor(organizationId: string, userId: string): Promise<RequirementFor>
    /**
     * After you changed a password: trust of all devices ends, sign-ins that were pending are void, all sessions
     * but one end through `host.endSessions`, and the person is told by e-mail. Throws `not_found`.
     */
    passwordChanged(organizationId: string, userId: string, by?: ChangedBy & { exceptSessionId?: string | null }): Promise<void>
    /** Refuses somebody everywhere and ends their sessions; the second time does no more. Throws `not_found`. */
    deactivate(organizationId: string, userId: string, by?: ChangedBy): Promise<void>
    /** Lets them in again; their grace period starts anew, and no device is trusted. Throws `not_found`. */
    reactivate(organizationId: string, userId: string, by?: ChangedBy): Promise<void>
  }
  /** Waits for the e-mail being sent and the audit rows being sealed, and closes the database. */
  close(): Promise<void>
}

/**
 * 2-step verification inside an application that has users and sessions.
 *
 * Call `signIn.begin` after a correct password and answer with what it gives;
 * mount `handler` under `basePath`; redeem the result in `host.completeSignIn`;
 * ask `people.requirementFor` at your own pages. Brings its tables up to date.
 *
 * Throws `InvalidValueError` for an option, `KeysError` for other keys than the
 * database was written with. Any call throws `NightlatchError` with `busy`
 * while the database can't be used: answer 503, and let nobody in.
 */
export async function createNightlatch(options: NightlatchOptions): Promise<Nightlatch> {
  const { publicUrl, basePath, keyring, textPrices } = checkOptions(options)
  const { host, applicationName, clock = systemClock, log = createLog('info') }: NightlatchOptions = options
  const sms: readonly SmsProvider[] = [options.sms ?? []].flat()
  const { database, store } = await openStore(options.databaseUrl, keyring)
  try {
    await checkKeys(database, keyring, clock())
  } catch (error) {
    await database.close()
    throw error
  }

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
      othersEnded: async ({ organizationId, id: userId }, except) => await host.endSessions({ organizationId, userId }, except),
    },
    settings: { applicationName, codeSeconds: 300, hasPasswords: false, texts: { ...defaultTextRules, ...options.textRules }, textPrices },
    committed: (left) => (left === 'reminder' ? upkeep.reminders.kick() : delivery.outbox?.kick()),
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
  const upkeepLog: UpkeepLog = { info: (facts, message) => log.info?.(facts, message), error: (facts, message) => log.error(facts, message) }
  const upkeep = createUpkeep({ database, store, engine: core.engine, keyring, clock, log: upkeepLog })
  upkeep.start()
  delivery.outbox?.start()

  const requirementFor: Nightlatch['people']['requirementFor'] = async (organizationId, id) => {
    const standing = await core.engine.people.standing({ organizationId, id })
    return standing.kind === 'set-up' || standing.kind === 'due' ? { ...standing, url: basePath + routes.setUp.path } : standing
  }

  return {
    handler: web.answer,
    signIn: {
      begin: (request, { user, client, returnTo = host.homeUrl }) => web.beginSignIn(request, client, user, returnTo),
      redeem(token, sessionId) {
        demand(typeof sessionId === 'string' && sessionId !== '', 'sessionId', 'must be the id of your session, not empty')
        return core.engine.signIn.redeem(token, sessionId)
      },
    },
    people: {
      async save(organization, user) {
        requireOrganization(organization)
        requireUser(organization, user)
        const at = clock()
        const known = await store.findPerson(organization.id, user.id)
        await store.commit(organization.id, [
          { kind: 'organization.save', organization, policy: { ...defaultPolicy, ...options.policy }, at },
          ...user.roles.map((role) => ({ kind: 'role.save' as const, role })),
          { kind: 'user.save', user: { ...newcomer(at), ...user }, at },
          ...(known === null ? [] : emailChanged(core.ports, known.user, { before: known.user.email, after: user.email }, nowhere)),
        ])
        delivery.outbox?.kick()
      },
      requirementFor,
      passwordChanged: (organizationId, id, by = {}) => core.engine.people.passwordChanged(owned(organizationId, id), by),
      deactivate: (organizationId, id, by = {}) => core.engine.people.deactivate(owned(organizationId, id), by),
      reactivate: (organizationId, id, by = {}) => core.engine.people.reactivate(owned(organizationId, id), by),
    },
    async close() {
      await delivery.outbox?.stop()
      await upkeep.stop()
      await database.close()
    },
  }
}

function owned(organizationId: string, id: string) {
  requireId(organizationId, 'organizationId')
  requireId(id, 'userId')
  return { organizationId, id }
}
