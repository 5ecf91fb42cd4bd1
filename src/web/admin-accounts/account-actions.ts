import { routes } from '../routes.ts'
import type { IconName } from '../ui/icon.tsx'
import type { Looked } from '../admin-users/person-facts.ts'

/** What can be done with an account, with the place where it is asked once more. */
export const accountActions = {
  roles: { path: routes.changeRoles.path, icon: 'shield' },
  invite: { path: routes.invitePerson.path, icon: 'key' },
  deactivate: { path: routes.deactivatePerson.path, icon: 'stop' },
  reactivate: { path: routes.reactivatePerson.path, icon: 'check' },
} as const satisfies Record<string, { path: string; icon: IconName }>

export type AccountAction = keyof typeof accountActions

/** Those that would change something for this person now. */
export function accountActionsFor({ person: { user }, mayAct }: Looked, hasPassword: boolean): AccountAction[] {
  if (!mayAct) return []
  if (user.deactivatedAt !== null) return ['reactivate']
  return hasPassword ? ['roles', 'deactivate'] : ['roles', 'invite', 'deactivate']
}
