import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Screen } from '../screen.ts'
import { exemptionScreens } from './exemption-route.tsx'
import { helpScreens } from './help-route.tsx'
import { listScreens } from './list-route.tsx'
import { personScreens } from './person-route.tsx'
import { recoveryPassScreens } from './recovery-pass-route.tsx'
import { remindScreens } from './remind-route.tsx'

/** Who has set it up, and help for those who can't get in. */
export function adminUsersScreens(deps: { engine: Engine; accounts?: Accounts | undefined }): Screen[] {
  return [
    ...listScreens(deps),
    ...remindScreens(deps),
    ...personScreens(deps),
    ...helpScreens(deps),
    ...recoveryPassScreens(deps),
    ...exemptionScreens(deps),
  ]
}
