import type { DevelopmentInbox } from '../../delivery/development-inbox.ts'
import type { Clock } from '../../engine/ports.ts'
import type { Screen } from '../screen.ts'

/** The phone and the mailbox where everything sent arrives: in development alone. */
export function developmentScreens(_deps: { inbox: DevelopmentInbox; clock: Clock }): Screen[] {
  return []
}
