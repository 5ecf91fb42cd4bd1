import { isAlwaysRequired, isReported } from '../../engine/requirement.ts'
import { routes } from '../routes.ts'
import type { IconName } from '../ui/icon.tsx'
import type { PersonFacts } from './person-facts.ts'

/** What can be done for a person, with the place where it is asked once more. */
export const helpActions = {
  recoveryPass: { path: routes.recoveryPass.path, icon: 'key' },
  reset: { path: routes.resetPerson.path, icon: 'phone' },
  unlock: { path: routes.unlockPerson.path, icon: 'lock' },
  revokeDevices: { path: routes.revokeDevicesOf.path, icon: 'computer' },
  signOut: { path: routes.signOutPerson.path, icon: 'people' },
  exempt: { path: routes.exemptPerson.path, icon: 'clock' },
  endExemption: { path: routes.endExemption.path, icon: 'clock' },
} as const satisfies Record<string, { path: string; icon: IconName }>

export type HelpAction = keyof typeof helpActions

/** Those that would change something for this person now. */
export function actionsFor(facts: PersonFacts): HelpAction[] {
  const { person, mayAct, stopped, trusted, isExempt } = facts
  if (!mayAct || person.user.deactivatedAt !== null) return []
  const isEnrolled = person.authenticators.length > 0
  const offered: Record<HelpAction, boolean> = {
    recoveryPass: isEnrolled,
    reset: isEnrolled,
    unlock: stopped !== null,
    revokeDevices: trusted.length > 0,
    signOut: true,
    exempt: !isExempt && !isAlwaysRequired(person.user) && !isReported(person),
    endExemption: isExempt,
  }
  return (Object.keys(helpActions) as HelpAction[]).filter((action) => offered[action])
}
