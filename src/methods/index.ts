import type { Method } from '../engine/method.ts'
import { backupCode } from './backup-code.ts'
import { email } from './email.ts'
import { recoveryPass } from './recovery-pass.ts'
import { sms } from './sms.ts'
import { totp } from './totp.ts'

/** Every kind of second step, in the order in which people are offered them. */
export const methods: readonly Method[] = [totp, sms, backupCode, recoveryPass, email]
