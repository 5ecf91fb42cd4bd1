import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Screen } from '../screen.ts'
import { addUserScreens } from './add-user-route.tsx'
import { changeRolesScreens } from './change-roles-route.tsx'
import { importScreens } from './import-route.tsx'
import { standingScreens } from './standing-route.tsx'

/** The users of the standalone server. Inside a host application they are the host's, and these pages are not there. */
export function adminAccountsScreens(deps: { engine: Engine; accounts: Accounts }): Screen[] {
  return [...addUserScreens(deps), ...importScreens(deps), ...changeRolesScreens(deps), ...standingScreens(deps)]
}
