/** Seconds since 1970-01-01T00:00:00Z. The only time type. */
export type EpochSeconds = number

/** The kinds of second step. `email` only confirms set-up; it never replaces a second step. */
export const methodIds = ['totp', 'sms', 'backup-code', 'recovery-pass', 'email'] as const
export type MethodId = (typeof methodIds)[number]

export interface Organization {
  id: string
  name: string
  country: string // ISO 3166-1 alpha-2; the phone picker starts here
  timeZone: string // IANA name
  locale: string // BCP 47
}

export interface Role {
  id: string
  name: string
  rank: number // nobody acts on somebody of a higher rank
  mayAdminister: boolean
  alwaysRequires: boolean // 2-step verification, whatever the policy says
}

export interface User {
  id: string
  organizationId: string
  name: string
  userName: string
  email: string | null
  roles: readonly Role[]
  deactivatedAt: EpochSeconds | null
  enrolledAt: EpochSeconds | null
  graceStartsAt: EpochSeconds // created or reactivated
  exemptUntil: EpochSeconds | null
  passwordEpoch: number // raised by every change of password
  factorEpoch: number // raised by every change of methods
  backupCodesSavedAt: EpochSeconds | null // when the person said they keep their codes
  lastSignInAt: EpochSeconds | null
  recoveryPassUntil: EpochSeconds | null // while an unused one is open
  reportedAt: EpochSeconds | null // they said that losing their methods wasn't their doing, and have set up none since
}

/** What an organization asks of its users. Every save makes a new version. */
export interface Policy {
  version: number
  requiredSince: EpochSeconds | null // null: optional
  requirementChangedAt: EpochSeconds | null // null: never changed
  requirementChangedBy: string | null // user id
  graceDays: number
  allowedMethods: readonly MethodId[]
  trustDays: number // 0: no device is trusted; at most 365
  alwaysRequiredTrustDays: number | null // null: as trustDays
  confirmSetUpByEmail: 'nobody' | 'always-required' | 'everybody'
}

/** A method that one user has proved to hold. */
export interface Authenticator {
  id: string
  userId: string
  method: MethodId
  label: string // what tells two of a kind apart: a device name, the last two digits
  sealedSecret: string // bound to organization, user and this row
  data: Readonly<Record<string, unknown>> // the method's own
  lastCounter: number // the last accepted time step; nothing at or below it is accepted again
  createdAt: EpochSeconds
  lastUsedAt: EpochSeconds | null
}

export interface BackupCode {
  id: string
  sealedHash: string // of `salt.hash`, bound to organization, user and this row
  usedAt: EpochSeconds | null
}

/** A browser that completed a second step for one user: known, and perhaps trusted. */
export interface Device {
  id: string
  userId: string
  tokenHash: string
  agent: string
  address: string
  knownAt: EpochSeconds
  trustedAt: EpochSeconds | null
  trustedUntil: EpochSeconds | null
  trustEndedBecause: 'revoked' | 'reset' | null
  passwordEpoch: number // at the time of trust
  factorEpoch: number
  lastUsedAt: EpochSeconds
}

/** Why somebody is asked for a code. */
export type VerifyReason =
  | 'new-device'
  | 'not-trusted'
  | 'trust-ended'
  | 'trust-revoked'
  | 'trust-not-allowed'
  | 'password-changed'
  | 'method-changed'
  | 'method-not-allowed'
  | 'reset'

/** Why somebody must set up 2-step verification. */
export type EnrollReason = 'organization' | 'role' | 'method-not-allowed' | 'recovery' | 'reported'

/**
 * One thing that is pending for one user in one browser.
 *
 * - `sign-in`: a code stands between the password and a session
 * - `set-up`: set-up stands between the password and a session; it has no code of its own
 * - `step-up`: a fresh code for one's own settings
 * - `enroll`: a new method that a code has not proved yet
 * - `confirm-email`: a code by e-mail before set-up during sign-in
 */
export type Purpose = 'sign-in' | 'set-up' | 'step-up' | 'enroll' | 'confirm-email'

/** A method that is not on yet: it becomes an authenticator when a code proves it. */
export interface Candidate {
  method: MethodId
  label: string
  sealedSecret: string // bound to organization, user and the challenge
  data: Readonly<Record<string, unknown>>
  replaces: string | null // authenticator id
}

export interface Challenge {
  id: string
  organizationId: string
  userId: string
  purpose: Purpose
  tokenHash: string | null // of the browser's cookie; null when `boundTo` finds it
  boundTo: string | null // session id, or the id of the `set-up` challenge
  method: MethodId | null // the one being asked for now
  candidate: Candidate | null
  codeHash: string | null // of the one live sent code
  codeExpiresAt: EpochSeconds | null
  codeSentAt: EpochSeconds | null
  sends: number
  /**
   * What is known of the last code that was sent. `unconfirmed`: it may be on its way, the provider did not say.
   * `unreachable`: this number receives no texts. `blocked`: it refuses those from us.
   */
  delivery: 'none' | 'sent' | 'unconfirmed' | 'delivered' | 'failed' | 'unreachable' | 'blocked' | 'limited'
  limitedUntil: EpochSeconds | null // when a limited one may be tried again; null where nobody knows
  attemptsLeft: number
  because: VerifyReason | EnrollReason | null
  knownDeviceId: string | null
  emailConfirmedAt: EpochSeconds | null
  amr: readonly string[] // what was proved before (RFC 8176)
  returnTo: string
  passwordEpoch: number
  factorEpoch: number
  createdAt: EpochSeconds
  expiresAt: EpochSeconds
  consumedAt: EpochSeconds | null
}

/** Consecutive failures of one kind of browser, and the wait they cost. */
export interface FailureCount {
  failures: number
  waitUntil: EpochSeconds
}

/** The count of wrong codes of one user, across sessions, addresses and nodes. */
export interface Guard {
  known: FailureCount // sign-ins from devices that are known for this user
  other: FailureCount
  dayStartedAt: EpochSeconds
  dayFailures: number
  lockedAt: EpochSeconds | null
  backupHourStartedAt: EpochSeconds
  backupTries: number
}

/** Whose attempts a try counts with. */
export type GuardBucket = 'known' | 'other' | 'backup'

/** One user with everything that the rules ask about: loaded once a request. */
export interface Person {
  user: User
  organization: Organization
  policy: Policy
  authenticators: readonly Authenticator[]
  backupCodesLeft: number
  guard: Guard
}

/** Where a request comes from, as the audit log and notices name it. */
export interface Client {
  address: string
  agent: string
}

/** A client with its cookies, among them perhaps the one that makes it a known device. */
export interface Visitor extends Client {
  cookie(name: string): string | null
}

/** A completed sign-in, before it becomes a session. `amr` per RFC 8176. */
export interface Verified {
  organizationId: string
  userId: string
  amr: readonly string[]
  secondStepAt: EpochSeconds | null // null: password alone (not required, or a trusted device)
  passwordEpoch: number
  factorEpoch: number
  client: Client
  at: EpochSeconds
}

/** A text that the rules have no wording for: the web renders it, mail sends it. */
export type NoticeEvent =
  | 'method-added'
  | 'method-added-at-sign-in'
  | 'method-changed'
  | 'method-removed'
  | 'turned-off'
  | 'backup-codes-made'
  | 'backup-code-used'
  | 'backup-codes-low'
  | 'device-trusted'
  | 'devices-revoked'
  | 'new-device'
  | 'second-step-failing'
  | 'password-changed'
  | 'email-changed'
  | 'password-reset-requested'
  | 'reset-by-administrator'
  | 'unlocked-by-administrator'
  | 'signed-out-by-administrator'
  | 'devices-revoked-by-administrator'
  | 'recovery-pass-issued'
  | 'set-up-reminder'
  | 'texts-stopped'
  | 'account-reported'
  | 'reported-to-administrators'
  | 'account-created'

export interface Notice {
  id: string
  organizationId: string
  userId: string
  event: NoticeEvent
  to: string // e-mail address at the time of the event
  data: Readonly<Record<string, string | number>> // nothing secret
  at: EpochSeconds
}

/** An opaque token that works once: a link in an e-mail, a verified result. */
export interface OneTimeToken {
  id: string
  purpose: 'password-reset' | 'first-administrator' | 'verified' | 'report'
  organizationId: string | null // null: there is no organization yet
  userId: string | null
  about: string | null // the notice whose link it is
  tokenHash: string
  data: Readonly<Record<string, unknown>>
  expiresAt: EpochSeconds
  usedAt: EpochSeconds | null
}
