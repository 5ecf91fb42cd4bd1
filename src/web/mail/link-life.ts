import { INVITATION_SECONDS } from '../../accounts/invitation.ts'
import { RESET_LINK_SECONDS } from '../../accounts/reset-password.ts'
import type { NoticeEvent } from '../../engine/model.ts'

/** How long the one-time link of a message works; null for a message without one. */
export function linkSecondsOf(event: NoticeEvent): number | null {
  if (event === 'password-reset-requested') return RESET_LINK_SECONDS
  return event === 'account-created' ? INVITATION_SECONDS : null
}
