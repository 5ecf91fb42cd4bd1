import type { EpochSeconds, MethodId, Organization, User } from './model.ts'
import type { Random } from './ports.ts'

/** Where a code is sent; a method without a channel has its code in the person's hands already. */
export type Channel = 'sms' | 'mail'

/**
 * One kind of second step. Adding one is a file in `methods/` and a line in its
 * `index.ts`; the compiler then names the wording that is missing.
 */
export interface Method {
  readonly id: MethodId
  /** `authenticator`: set up by a person. `recovery`: taken instead of one. `confirmation`: never signs in. */
  readonly role: 'authenticator' | 'recovery' | 'confirmation'
  readonly keypad: 'digits' | 'letters'
  /** `six-digit` tries count with the account guard; `backup` tries have a budget of their own. */
  readonly budget: 'six-digit' | 'backup'
  readonly channel: Channel | null
  /** RFC 8176 value for a session that this method opened. */
  readonly amr: string
  /** Puts what was typed into one form; null when it cannot be a code at all, which costs no attempt. */
  parse(typed: unknown): string | null
  /** Judges a parsed code. Pure: what it wins is spent by the commit that follows. */
  judge(facts: Judging): Judgement
  /** How a person sets it up; absent for methods nobody sets up. */
  readonly enrollment?: Enrollment
}

export interface Judging {
  code: string
  now: EpochSeconds
  held: { secret: Uint8Array; data: Readonly<Record<string, unknown>>; lastCounter: number } | null
  sent: { expiresAt: EpochSeconds; matches(code: string): boolean } | null
  backupCodes: readonly { id: string; isUsed: boolean; matches(code: string): boolean }[]
  recoveryPass: { id: string; matches(code: string): boolean } | null
}

export type Judgement =
  | { kind: 'match'; spend: { kind: 'counter'; counter: number } | { kind: 'backup-code' | 'recovery-pass'; id: string } | { kind: 'sent-code' } }
  | { kind: 'mismatch'; why: Mismatch; remember?: Readonly<Record<string, unknown>> }

/** Why a code was not taken, as far as the person may know. `minutes` < 0: their clock is slow. */
export type Mismatch = { kind: 'wrong' } | { kind: 'used' } | { kind: 'expired' } | { kind: 'clock-off'; minutes: number }

export interface Enrollment {
  /** Checks what was entered and drafts the secret; nothing is on until a code proves it. */
  draft(input: DraftInput): Promise<Draft>
}

export interface DraftInput {
  entered: Readonly<Record<string, string>>
  user: User
  organization: Organization
  applicationName: string
  random: Random
}

export type Draft =
  | {
      kind: 'draft'
      secret: Uint8Array
      label: string
      data: Readonly<Record<string, unknown>>
      reveal: Readonly<Record<string, string>> // shown in this one answer, never again
    }
  | { kind: 'invalid'; why: string }
