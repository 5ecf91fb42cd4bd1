import type { Accounts } from '../accounts/accounts.ts'
import type { Engine } from '../engine/engine.ts'
import { firstAdministratorScreens } from './account/first-administrator-route.tsx'
import { forgotPasswordScreens } from './account/forgot-route.tsx'
import { passwordScreens } from './account/password-route.tsx'
import { resetPasswordScreens } from './account/reset-route.tsx'
import { sessionScreens } from './account/sessions-route.tsx'
import { adminMailScreens } from './admin-mail/route.tsx'
import { adminAccountsScreens } from './admin-accounts/route.tsx'
import { adminAuditScreens } from './admin-audit/route.tsx'
import { adminPolicyScreens } from './admin-policy/route.tsx'
import { adminTextsScreens } from './admin-texts/route.tsx'
import { adminRolesScreens } from './admin-roles/route.tsx'
import { adminUsersScreens } from './admin-users/route.tsx'
import { enrollScreens } from './enroll/route.tsx'
import { homeScreens } from './home/route.tsx'
import type { Host } from './host.ts'
import { mySecurityScreens } from './my-security/route.tsx'
import { type ReadReceipt, receiptScreens } from './receipts/route.ts'
import { reportScreens } from './report/route.tsx'
import type { Screen } from './screen.ts'
import { signInScreens } from './sign-in/route.tsx'
import { stepUpScreens } from './step-up/route.tsx'
import { verifyScreens } from './verify/route.tsx'

/** The pages of the second step: everywhere, also inside a host application. */
export function secondStepScreens(deps: { engine: Engine; host: Host; accounts?: Accounts; readReceipt?: ReadReceipt }): Screen[] {
  return [...verifyScreens(deps), ...enrollScreens(deps), ...stepUpScreens(deps), ...mySecurityScreens(deps), ...adminPolicyScreens(deps), ...adminRolesScreens(deps), ...adminUsersScreens(deps), ...adminAuditScreens(deps), ...adminTextsScreens(deps), ...adminMailScreens(deps), ...reportScreens(deps), ...receiptScreens(deps)]
}

/** The pages of users, passwords and sessions: the standalone server's alone. */
export function accountScreens(deps: { engine: Engine; host: Host; accounts: Accounts; mailIsOn: boolean }): Screen[] {
  return [
    ...homeScreens(),
    ...signInScreens(deps),
    ...forgotPasswordScreens(deps),
    ...resetPasswordScreens(deps),
    ...firstAdministratorScreens(deps),
    ...sessionScreens(deps),
    ...passwordScreens(deps),
    ...adminAccountsScreens(deps),
  ]
}
