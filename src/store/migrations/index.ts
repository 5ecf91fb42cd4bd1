import type { Migration } from 'kysely'
import * as initial from './0001-initial.ts'
import * as administration from './0002-administration.ts'
import * as auditChain from './0003-audit-chain.ts'
import * as recoveryPass from './0004-recovery-pass.ts'
import * as textMessages from './0005-text-messages.ts'
import * as mail from './0006-mail.ts'
import * as operations from './0007-operations.ts'
import * as users from './0008-users.ts'
import * as signaturesAndReminders from './0009-signatures-and-reminders.ts'
import * as stepUpEpoch from './0010-what-a-step-up-was-given-under.ts'
import * as reported from './0011-reported.ts'
import * as listedPrices from './0012-listed-prices.ts'

/** Every change of the tables, by name in the order of their numbers. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-administration': administration,
  '0003-audit-chain': auditChain,
  '0004-recovery-pass': recoveryPass,
  '0005-text-messages': textMessages,
  '0006-mail': mail,
  '0007-operations': operations,
  '0008-users': users,
  '0009-signatures-and-reminders': signaturesAndReminders,
  '0010-what-a-step-up-was-given-under': stepUpEpoch,
  '0011-reported': reported,
  '0012-listed-prices': listedPrices,
}
