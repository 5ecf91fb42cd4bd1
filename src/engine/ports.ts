import type { KeyedHash } from '../crypto/keyed-hash.ts'
import type { Seal } from '../crypto/seal.ts'
import type { AdministrationStore } from './administration-ports.ts'
import type { AuditEvent } from './audit.ts'
import type { Change, ChangeKind } from './changes.ts'
import type { Channel, Method } from './method.ts'
import type {
  BackupCode,
  Challenge,
  Device,
  EpochSeconds,
  GuardBucket,
  OneTimeToken,
  Organization,
  Person,
  Purpose,
  User,
  Verified,
} from './model.ts'
import type { TextRules } from './fraud-shield.ts'
import type { TextPrices } from './text-prices.ts'
import type { FoundText, Handover, TextRefusal, TextReservation } from './texts.ts'

export type Clock = () => EpochSeconds

export interface Random {
  bytes(length: number): Uint8Array
  /** UUIDv7: rows sort by the time they were made. */
  id(): string
}

/** How a challenge is found: by the browser's cookie, or by the session (or pending set-up) it belongs to. */
export type ChallengeKey =
  | { tokenHash: string; id: string }
  | { organizationId: string; userId: string; boundTo: string; purpose: Purpose }

/** What came of asking for one attempt. `spent` is committed before anything is judged. */
export type Attempt =
  | { kind: 'spent'; challenge: Challenge; failures: number } // consecutive, this one included
  | { kind: 'wait'; until: EpochSeconds }
  | { kind: 'locked' }
  | { kind: 'over' } // challenge unknown, expired, consumed or out of attempts

/** When a session last gave a real code (or, with no method yet, the password again), and under which methods. */
export interface StepUp {
  at: EpochSeconds
  factorEpoch: number
}

/** What the rules need to load and keep. `store/` implements it on SQLite and PostgreSQL. */
export interface Store {
  findPerson(organizationId: string, userId: string): Promise<Person | null>
  findChallenge(key: ChallengeKey): Promise<Challenge | null>
  findDevice(organizationId: string, userId: string, tokenHashes: readonly string[]): Promise<Device | null>
  listDevices(organizationId: string, userId: string): Promise<Device[]>
  /** The present set, with those that were used. */
  backupCodes(organizationId: string, userId: string): Promise<BackupCode[]>
  /** The pass that is open now, if any. */
  openRecoveryPass(organizationId: string, userId: string, now: EpochSeconds): Promise<{ id: string; sealedHash: string } | null>
  findStepUp(organizationId: string, userId: string, sessionId: string): Promise<StepUp | null>
  findOneTimeToken(id: string, purpose: OneTimeToken['purpose']): Promise<OneTimeToken | null>
  listActivity(organizationId: string, userId: string, page: { before: string | null; limit: number }): Promise<AuditEvent[]>
  /**
   * Spends one attempt of the challenge and of the user's guard in one
   * transaction of its own; either refusing rolls both back.
   */
  spendAttempt(attempt: { organizationId: string; challengeId: string; userId: string; bucket: GuardBucket; at: EpochSeconds }): Promise<Attempt>
  /** Why a text that was just refused may not go; null where it might by now. */
  textRefusal(organizationId: string, text: TextReservation): Promise<TextRefusal | null>
  /** The text that a provider's receipt names by our own id: it knows no organization. Null where another provider took it. */
  findTextOfReceipt(provider: string, textId: string): Promise<FoundText | null>
  /** Who was asked to carry the last text of a challenge. */
  lastProviderOf(organizationId: string, challengeId: string): Promise<string | null>
  /** Active administrators of an organization, to tell them something. */
  listAdministrators(organizationId: string): Promise<Pick<User, 'id' | 'organizationId' | 'email'>[]>
  /** Carries out all changes in one transaction, or none. Returns the kind that refused, or null. */
  commit(organizationId: string | null, changes: readonly Change[]): Promise<ChangeKind | null>
}

/** A code on its way, and what its wording may say. */
export interface CodeToSend {
  to: string
  code: string
  user: User
  organization: Organization
  validSeconds: number
  reference: string // our id of this one sending
  after: string | null // who carried the last one of the same challenge: the next in line is asked first
}

/** Sends a code over one channel. A rejection counts as not taken, too. */
export interface CodeSender {
  send(message: CodeToSend): Promise<Handover>
}

/**
 * What the owner of sessions adds to a commit of ours. The standalone server
 * opens its session in it; embedded, a one-use verified result that the host
 * redeems.
 */
export interface SessionOwner {
  open(verified: Verified): { token: string; changes: readonly Change[] }
  /** After a step-up or a change of methods: this session goes on under a new token, null where the host issues it. */
  renew(sessionId: string, userId: string): { token: string | null; changes: readonly Change[] }
  /** After a change of methods: all other sessions end, in this commit or, embedded, right after it. */
  endOthers(userId: string, exceptSessionId: string | null): readonly Change[]
  othersEnded?(user: User, exceptSessionId: string | null): Promise<void>
}

export interface Log {
  warn(facts: Record<string, unknown>, message: string): void
  error(facts: Record<string, unknown>, message: string): void
}

export interface Settings {
  applicationName: string
  codeSeconds: number // life of a sent code, 60-600
  texts: TextRules
  textPrices: TextPrices // where a provider tells none
  hasPasswords: boolean // false where passwords are the host's
}

/** What goes on in the background after a commit: mails, or the reminder of many people. */
export type LeftToDo = 'notices' | 'reminder'

/** Everything the rules need from outside. */
export interface Ports {
  store: Store & AdministrationStore
  clock: Clock
  random: Random
  seal: Seal
  keyedHash: KeyedHash
  methods: readonly Method[]
  channels: Partial<Record<Channel, CodeSender>>
  sessions: SessionOwner
  log: Log
  settings: Settings
  /** Called after a commit that left something to do, so that it is done at once. */
  committed(left: LeftToDo): void
}
