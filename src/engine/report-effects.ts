import type { NoticeEvent } from './model.ts'

/**
 * What "this wasn't me" can safely undo of what a mail tells. A method that was
 * proved is never taken away: whoever holds the mailbox would get rid of it.
 *
 * - `nothing`: what happened is over, or only an administrator can put it right
 * - `backup-codes`: that set of codes is void
 * - `password`: that password works no more
 * - `reset-link`: links to set a password are void
 * - `recovery-pass`: that pass is void, and so is the set-up that it led to
 * - `set-up`: who has no method left must set one up, confirmed by e-mail, before they are let in
 */
export type Undo = 'nothing' | 'backup-codes' | 'password' | 'reset-link' | 'recovery-pass' | 'set-up'

export interface ReportEffect {
  undo: Undo
  /** Whoever can still act for the person hears of it. */
  tellsAdministrators: boolean
  /** Somebody may know the password: a link to set another goes to the address that the mail went to. */
  sendsResetLink: boolean
}

const effect = (undo: Undo, { tells = false, resets = true }: { tells?: boolean; resets?: boolean } = {}): ReportEffect => ({
  undo, tellsAdministrators: tells, sendsResetLink: resets,
})

/** By the mail that it is said of; null for mails that tell of nothing that anybody did to the account. */
export const reportEffects: Readonly<Record<NoticeEvent, ReportEffect | null>> = {
  'method-added': effect('nothing', { tells: true }),
  'method-added-at-sign-in': effect('nothing', { tells: true }),
  'method-changed': effect('nothing', { tells: true }),
  'method-removed': effect('set-up'),
  'turned-off': effect('set-up'),
  'backup-codes-made': effect('backup-codes'),
  'backup-code-used': effect('nothing'),
  'backup-codes-low': effect('nothing'),
  'device-trusted': effect('nothing'),
  'devices-revoked': effect('nothing'),
  'new-device': effect('nothing'),
  'second-step-failing': effect('nothing'),
  'password-changed': effect('password'),
  // Never set back by a link: the mailbox from before may be in other hands by now, and was perhaps left for that.
  'email-changed': effect('nothing', { tells: true, resets: false }),
  'password-reset-requested': effect('reset-link', { resets: false }),
  'reset-by-administrator': effect('set-up', { tells: true }),
  'unlocked-by-administrator': effect('nothing', { tells: true }),
  'signed-out-by-administrator': effect('nothing', { resets: false }),
  'devices-revoked-by-administrator': effect('nothing', { resets: false }),
  'recovery-pass-issued': effect('recovery-pass', { tells: true }),
  'set-up-reminder': null,
  'account-created': null,
  'texts-stopped': null,
  'account-reported': null,
  'reported-to-administrators': null,
}
