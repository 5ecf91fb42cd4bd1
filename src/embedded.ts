import type { Keyring } from './crypto/keyring.ts'
import type { Mailer } from './delivery/mail/mailer.ts'
import type { SmsProvider } from './delivery/sms/provider.ts'
import type { TextRules } from './engine/fraud-shield.ts'
import type { EnrollReason, EpochSeconds, Policy, Role, User } from './engine/model.ts'
import type { Clock, Log } from './engine/ports.ts'
import type { CurrentUser, Host as PagesHost } from './web/host.ts'

/** The session of a request, as the application knows it. */
export type SessionUser = Omit<CurrentUser, 'person'>

/** What the application that owns users and sessions does for the pages. */
export interface Host extends Pick<PagesHost, 'confirmPassword' | 'completeSignIn' | 'signInUrl' | 'homeUrl'> {
  /** The session of this request, or null. Called at each request of our pages; roles and methods come from our own rows. */
  currentUser(request: Request): Promise<SessionUser | null>
  /**
   * Ends the sessions of a user but one (null: all): after a change of methods or password, a reset, "sign
   * out everywhere". Called after our commit, so it may come again; one that finds nothing to end is done.
   */
  endSessions(user: Pick<SessionUser, 'organizationId' | 'userId'>, exceptSessionId: string | null): Promise<void>
}

/** A user of the application, as the rules need to know them. `id` and `organizationId` are UUIDs in lower case. */
export type HostUser = Pick<User, 'id' | 'organizationId' | 'name' | 'userName' | 'email'> & { roles: readonly Role[] }

export interface NightlatchOptions {
  databaseUrl: string // `file:…` or `postgres://…` (`?max=20` connections); tables carry the prefix `nightlatch_`
  keys: string | Keyring // `id:base64 of 32 random bytes`, newest first, separated by commas; see `generateKey`
  publicUrl: string // the origin that people type: https, or http on this machine
  basePath?: string // where the pages are mounted; '/two-step' unless told
  applicationName: string // at most 40 characters
  host: Host
  sms?: SmsProvider | readonly SmsProvider[] // in order of preference, each standing in for the one before; without any, text messages are not offered
  mailer?: Mailer // without one, nobody is told by e-mail
  textRules?: Partial<TextRules> // to which countries texts may go, and how many; see `defaultTextRules`
  smsPrices?: string // of one segment, where a provider tells no price: 'GB=0.0463 USD, pigeons:US=0.0079 USD, *=0.10 USD'
  policy?: Partial<Policy> // of an organization that is seen for the first time
  logoUrl?: string // a `data:image/…` URL, or a path of yours
  accent?: string // a color such as `#2f5bd7`; text on it is made readable
  clock?: Clock
  log?: Log & { info?(facts: Record<string, unknown>, message: string): void } // JSON lines on standard output unless told
}

/**
 * What is asked of somebody who is signed in, before their next page.
 *
 * - `none`: nothing, they go on
 * - `due`: set-up until `skippableUntil`; they go on, perhaps with a hint
 * - `set-up`: set-up now; send them to `url` instead of your page
 * - `sign-out`: nobody that we know (call `people.save`), or deactivated: end the session
 */
export type RequirementFor =
  | { kind: 'none' }
  | { kind: 'due'; because: EnrollReason; skippableUntil: EpochSeconds; url: string }
  | { kind: 'set-up'; because: EnrollReason; url: string }
  | { kind: 'sign-out'; why: 'unknown' | 'deactivated' }
