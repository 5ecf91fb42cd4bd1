import type { AuditEvent } from './audit.ts'
import type {
  Authenticator,
  Candidate,
  Challenge,
  Device,
  EpochSeconds,
  GuardBucket,
  MethodId,
  Notice,
  OneTimeToken,
  Organization,
  Policy,
  Role,
  User,
} from './model.ts'
import type { Reminder, ReminderPlace } from './reminder.ts'
import type { TextCost, TextReservation, TextStop } from './texts.ts'

/** What a backup code's row holds; the code itself is shown once and kept nowhere. */
export interface NewBackupCode {
  id: string
  sealedHash: string
}

export interface NewSession {
  id: string
  userId: string
  tokenHash: string
  amr: readonly string[]
  passwordEpoch: number
  factorEpoch: number
  address: string
  agent: string
  createdAt: EpochSeconds
  expiresAt: EpochSeconds
}

/**
 * Everything a commit can hold. The rules decide a list of these; the store
 * carries the list out in one transaction, in order, or not at all.
 *
 * "Wins" marks a conditional statement: it must change its one row, else the
 * whole commit is refused. Put `user.*` first: it takes the lock that the
 * others rely on.
 */
export interface Changes {
  'organization.create': { organization: Organization; policy: Policy; at: EpochSeconds }
  /** Wins when the organization has no role of this id yet. */
  'role.create': { role: Role }
  /** Wins when all user names and e-mail addresses are free: many users in few statements. */
  'users.add': { users: readonly User[]; events: readonly AuditEvent[]; notices: readonly Notice[]; at: EpochSeconds }
  /** Keeps a file of users while somebody looks at what it would do. */
  'user-import.keep': { id: string; userId: string; source: string; expiresAt: EpochSeconds }
  /** Wins when this user keeps it and nobody has imported it. */
  'user-import.take': { id: string; userId: string; at: EpochSeconds }
  /** Wins when user name and e-mail are free. Without a hash the user has no password yet. */
  'user.create': { user: User; passwordHash: string | null; at: EpochSeconds }
  /** A host's organization as it is now; the policy is for a new one. */
  'organization.save': { organization: Organization; policy: Policy; at: EpochSeconds }
  'role.save': { role: Role }
  /** Wins when it changes something: the list holds this role or not, as it did not before. A role that requires it by nature is never on it. */
  'role.require': { id: string; roleId: string; isRequired: boolean; actorId: string | null; at: EpochSeconds }
  /** A host's user as they are now: name, address, roles. What we keep ourselves stands. */
  'user.save': { user: User; at: EpochSeconds }
  /** Wins when the user is active. Raises the factor epoch, so that nothing from before comes back with a reactivation; an open recovery pass ends. */
  'user.deactivate': { userId: string; at: EpochSeconds }
  /** Wins when the user is deactivated. The grace starts again. */
  'user.reactivate': { userId: string; at: EpochSeconds }
  'user.exempt': { userId: string; until: EpochSeconds | null }
  /** With `former` it wins while those are the roles of the user, whose lock a change before it must hold. */
  'user.roles': { userId: string; roleIds: readonly string[]; former?: readonly string[] }
  /**
   * Wins while somebody else of the organization is an administrator with a second step that the policy allows.
   * First in its commit: it takes the lock that keeps two of them from leaving together.
   */
  'administrator.remains': { butUserId: string }

  /** Wins while the epochs stand and the user is active. */
  'user.signed-in': { userId: string; passwordEpoch: number; factorEpoch: number; at: EpochSeconds }
  /** Wins while the epochs stand and the user is active. Raises the factor epoch; an open recovery pass ends. */
  'user.factors-changed': {
    userId: string
    passwordEpoch: number
    factorEpoch: number
    enrolledAt: EpochSeconds | null
    backupCodesSavedAt: EpochSeconds | null
  }
  /** Wins while the epochs stand and the user is active; changes nothing. */
  'user.unchanged': { userId: string; passwordEpoch: number; factorEpoch: number }
  /** Wins while the password epoch stands. Raises it. */
  'user.password-changed': { userId: string; passwordEpoch: number; passwordHash: string; at: EpochSeconds }
  /** Wins while the password epoch stands. Raises it, and leaves no password that works. */
  'user.password-voided': { userId: string; passwordEpoch: number }
  /** They say that losing their methods wasn't their doing. Over when a method is on. */
  'user.reported': { userId: string; at: EpochSeconds }
  /** A host keeps the password. Wins when there is such a user; raises the password epoch, whatever it was. */
  'user.password-replaced': { userId: string }
  /** The same password under newer hashing, unless `formerHash` was replaced meanwhile. Raises nothing. */
  'user.password-rehashed': { userId: string; formerHash: string; passwordHash: string }
  'user.backup-codes-saved': { userId: string; at: EpochSeconds | null } // null: a new set was shown

  /** Replaces whatever was pending for the same `boundTo` and purpose. */
  'challenge.open': { challenge: Challenge }
  /** Wins while the challenge is open and nothing was sent since `sends`. The former code is void. */
  'challenge.send': {
    id: string
    sends: number
    codeHash: string
    codeExpiresAt: EpochSeconds
    at: EpochSeconds
  }
  /** Says what became of one sending; nothing once there was another. */
  'challenge.delivery': { id: string; sends: number; delivery: Challenge['delivery']; limitedUntil?: EpochSeconds | null }
  /** What came to be known of the code that was sent at `sentAt`: forward only, so that what is late or comes twice changes nothing. */
  'challenge.delivered': { id: string; sentAt: EpochSeconds; delivery: 'sent' | 'unconfirmed' | 'delivered' | 'failed' | 'unreachable' | 'blocked' }
  /** Wins while the challenge is open. A code that was sent stays the one live code, for the method it was sent by. */
  'challenge.choose': { id: string; method: MethodId; at: EpochSeconds }
  /** Wins while the challenge is open and its candidate or sent code is still the one that was judged. */
  'challenge.consume': { id: string; codeHash: string | null; at: EpochSeconds }
  /** Wins while the challenge is open. */
  'challenge.email-confirmed': { id: string; at: EpochSeconds }

  'authenticator.add': { authenticator: Authenticator; duringSignIn?: boolean } // true: the password alone led there
  /** Wins when `counter` is greater than the last accepted one. */
  'authenticator.advance': { id: string; counter: number; at: EpochSeconds }
  'authenticator.used': { id: string; at: EpochSeconds }
  /** Wins while `former` is what it remembers. */
  'authenticator.remember': { id: string; former: Candidate['data']; data: Candidate['data'] }
  /** Wins while there is a candidate, and `former` is what it remembers. */
  'candidate.remember': { challengeId: string; former: Candidate['data']; data: Candidate['data'] }
  /** Wins when the user has it. */
  'authenticator.remove': { id: string; userId: string }

  'backup-codes.replace': { userId: string; codes: readonly NewBackupCode[]; at: EpochSeconds }
  'backup-codes.remove': { userId: string }
  /** The set that was made then, if it is still the present one; a new one is offered at the next sign-in. */
  'backup-codes.void': { userId: string; madeAt: EpochSeconds }
  /** Wins when nobody used it before. */
  'backup-code.use': { id: string; userId: string; at: EpochSeconds }

  /** Takes the place of any pass that is still open. */
  'recovery-pass.issue': { id: string; userId: string; sealedHash: string; issuedBy: string; expiresAt: EpochSeconds; at: EpochSeconds }
  /** Closes it, if it is still open. */
  'recovery-pass.void': { id: string; userId: string; at: EpochSeconds }
  /** Wins when it was not used and has not expired. */
  'recovery-pass.use': { id: string; userId: string; at: EpochSeconds }

  /** Adds the device, or gives its row the new token and trust. */
  'device.remember': { device: Device }
  'device.used': { id: string; at: EpochSeconds }
  /** Wins when the user has it. */
  'device.revoke': { id: string; userId: string; because: 'revoked' | 'reset' }
  'devices.revoke-all': { userId: string; because: 'revoked' | 'reset' }

  /** After a right code: the attempt that was spent on it is given back. */
  'guard.clear': { userId: string; bucket: GuardBucket; at: EpochSeconds }
  /** After a backup code, a recovery pass or an administrator: six-digit codes work again. */
  'guard.unlock': { userId: string }
  /** Wins when the user was not told of failures since `since`. `at` may lie ahead: then a notice waits until then. */
  'guard.told': { userId: string; since: EpochSeconds; at: EpochSeconds }

  'step-up.record': { sessionId: string; userId: string; factorEpoch: number; at: EpochSeconds }

  'session.open': { session: NewSession }
  /** Wins while the session is there. It goes on under a new token and the user's present epochs. */
  'session.renew': { id: string; userId: string; tokenHash: string }
  /** Wins when the user has it. */
  'session.end': { id: string; userId: string }
  'sessions.end-all': { userId: string; except: string | null }

  /** After a right password: the tries from this place are forgotten, the account gets its one back. */
  'password-try.forgive': { placeKey: string; accountKey: string | null }

  'one-time-token.issue': { token: OneTimeToken }
  /** Wins when it was not used and has not expired. */
  'one-time-token.use': { id: string; purpose: OneTimeToken['purpose']; at: EpochSeconds }
  'one-time-tokens.void': { userId: string; purpose: OneTimeToken['purpose']; about?: string } // about: of one notice alone

  /** Wins while every budget has room, its prefix is not stopped and gives no alarm. */
  'text.reserve': { text: TextReservation }
  /** A provider took it. A receipt that was here first stands. */
  'text.sent': {
    id: string
    provider: string
    providerMessageId: string | null // what its receipts name; null where it gives none
    segments: number | null
    cost: TextCost | null // as the provider tells it
    price?: TextCost | null // of one segment, by the operator's list: counts until the provider tells a cost
    at: EpochSeconds
  }
  /** No provider took it: nobody is charged. */
  'text.failed': { id: string; provider: string | null; failure: string; at: EpochSeconds }
  /** What a receipt says, once: delivered stands, and a failure only gives way to that. Null: it does not say. */
  'text.receipt': {
    id: string
    provider: string // whose it is: it may be here before the note that they took the text
    state: 'sent' | 'delivered' | 'failed'
    failure: string | null
    segments: number | null
    cost: TextCost | null // the whole cost, not what came on top
    at: EpochSeconds
  }
  /** The code in the last text of this challenge was the right one; nothing where it sent none. */
  'text.used': { challengeId: string; at: EpochSeconds }
  /** Counts one that the fraud shield refused. */
  'text.refused': { country: string; at: EpochSeconds }
  /** Wins when the prefix is not stopped for this pool. */
  'text.stop': { stop: TextStop }
  /** Wins while the prefix is stopped. */
  'text.lift': { id: string; liftedBy: string; at: EpochSeconds }

  /** Wins when `policy.version` is one more than the stored one. */
  'policy.set': { policy: Policy; actorId: string | null; at: EpochSeconds }

  /** Wins when no refusal of this route was noted for this user since then. */
  'refusal.note': { userId: string; route: string; since: EpochSeconds; at: EpochSeconds }

  'reminder.begin': { reminder: Reminder }
  /** Wins while the reminder is where it was. Of these people, whoever was not reminded since `since` is. */
  'reminder.go-on': {
    reminder: Reminder
    to: ReminderPlace & { isFinished: boolean }
    people: readonly Notice[]
    since: EpochSeconds
    at: EpochSeconds
  }

  'audit.append': { event: AuditEvent }
  'outbox.add': { notice: Notice; sendAt?: EpochSeconds } // at once unless told
  /** Wins when the notice was given up. It gets another day. */
  'outbox.retry': { id: string; at: EpochSeconds }
}

export type ChangeKind = keyof Changes

export type Change = { [K in ChangeKind]: { kind: K } & Changes[K] }[ChangeKind]
