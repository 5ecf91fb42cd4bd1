import type { PasswordHasher } from '../crypto/password.ts'
import type { AdministrationStore } from '../engine/administration-ports.ts'
import type { EpochSeconds, Organization, User } from '../engine/model.ts'
import type { Ports, Store } from '../engine/ports.ts'

export { HashingBusyError } from '../crypto/password.ts'

/** A session of the standalone server. Valid while both epochs are the user's and its time is not up. */
export interface Session {
  id: string
  organizationId: string
  userId: string
  tokenHash: string
  amr: readonly string[]
  passwordEpoch: number
  factorEpoch: number
  address: string
  agent: string
  createdAt: EpochSeconds
  expiresAt: EpochSeconds
  lastSeenAt: EpochSeconds
}

/** Somebody who may sign in, with what their password is checked against. */
export interface Login {
  user: Pick<User, 'id' | 'organizationId' | 'passwordEpoch'>
  passwordHash: string | null // null: no password was set yet
}

/** Where a password is tried: counted apart for each place, and for the account where the device is unknown. */
export interface PasswordTry {
  placeKey: string // keyed hash of identifier and address, or of a known device
  accountKey: string | null // null: a known device
}

/** What the standalone server's own users need beside the rules' store. */
export interface AccountsStore extends Store {
  /** By user name or e-mail in the form of `identifierKey`; deactivated users are found too. */
  findLogin(key: string): Promise<(Login & { deactivatedAt: EpochSeconds | null }) | null>
  findPasswordHash(organizationId: string, userId: string): Promise<string | null>
  findSession(id: string, tokenHash: string): Promise<Session | null>
  /** Writes the time at most once a minute. */
  touchSession(id: string, at: EpochSeconds): Promise<void>
  listSessions(organizationId: string, userId: string): Promise<Session[]>
  /** Counts a try before the password is looked at, in a transaction of its own. */
  spendPasswordTry(attempt: PasswordTry & { at: EpochSeconds }): Promise<{ kind: 'spent' } | { kind: 'wait'; until: EpochSeconds }>
  /** Counts a request for a reset link by `spendForReset` and `spendForResetPlace`, in a transaction of its own. False: too many, send nothing. */
  spendResetRequest(request: { key: string; placeKey: string; at: EpochSeconds }): Promise<boolean>
  /** Which of these, in the form of `identifierKey`, are somebody's user name or e-mail on this server. */
  takenNames(keys: readonly string[]): Promise<ReadonlySet<string>>
  /** The file of users that somebody keeps to look at; null once it was imported or its time is up. */
  findUserImport(organizationId: string, userId: string, id: string, now: EpochSeconds): Promise<string | null>
  /** Organizations with this id or, letter by letter, this name; null: all. At most `limit`. */
  findOrganizations(idOrName: string | null, limit: number): Promise<Organization[]>
  /** True while there is no user at all. */
  isEmpty(): Promise<boolean>
}

/** Everything the standalone server's own users need from outside. */
export interface AccountsPorts extends Pick<Ports, 'clock' | 'random' | 'keyedHash' | 'log' | 'committed'> {
  store: AccountsStore & AdministrationStore
  hasher: PasswordHasher
  canMail: boolean // false: links are handed over
}
