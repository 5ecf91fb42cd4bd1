import { activity } from './en/activity.ts'
import { administration } from './en/administration.ts'
import { auditLog } from './en/audit-log.ts'
import { backupCodes } from './en/backup-codes.ts'
import { controls, layout } from './en/layout.ts'
import { development } from './en/development.ts'
import { devices, sessions } from './en/devices.ts'
import { errors, signedOut } from './en/errors.ts'
import { firstAdministrator } from './en/first-administrator.ts'
import { home } from './en/home.ts'
import { mail } from './en/mail.ts'
import { methods } from './en/methods.ts'
import { mySecurity } from './en/my-security.ts'
import { notices } from './en/notices.ts'
import { password } from './en/password.ts'
import { report } from './en/report.ts'
import { required } from './en/required.ts'
import { resetPassword } from './en/reset-password.ts'
import { setUp } from './en/set-up.ts'
import { signIn } from './en/sign-in.ts'
import { stepUp } from './en/step-up.ts'
import { textMessages } from './en/text-messages.ts'
import { undelivered } from './en/undelivered.ts'
import { verify } from './en/verify.ts'

/** English, one file a screen. */
export const en = {
  language: { tag: 'en', name: 'English', direction: 'ltr' as 'ltr' | 'rtl' },
  layout, controls, development, methods, home,
  signIn, verify, required, setUp, backupCodes,
  mySecurity, stepUp, devices, sessions, password, activity,
  errors, signedOut, notices, mail,
  resetPassword, firstAdministrator,
  administration, auditLog, textMessages, undelivered, report,
}
