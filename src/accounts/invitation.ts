import type { Change } from '../engine/changes.ts'
import type { Client, User } from '../engine/model.ts'
import { notify } from '../engine/notices.ts'
import type { AccountsPorts } from './ports.ts'
import { newPasswordLink } from './reset-password.ts'

/** Long enough for a long weekend. Afterwards an administrator sends another. */
export const INVITATION_SECONDS = 3 * 24 * 60 * 60

/** The link with which somebody new chooses a password: on its way to them, or to be handed over by whoever made it. */
export type Invitation = { kind: 'mailed'; to: string } | { kind: 'link'; token: string }

/** By e-mail the link is made when the message is sent. Where there is no e-mail, it is in this answer alone. */
export function newInvitation(ports: AccountsPorts, user: User, client: Client): { invitation: Invitation; changes: readonly Change[] } {
  if (ports.canMail && user.email !== null) {
    return { invitation: { kind: 'mailed', to: user.email }, changes: notify(ports, user, 'account-created', client) }
  }
  const { token, issue } = newPasswordLink(ports, user, INVITATION_SECONDS)
  return { invitation: { kind: 'link', token }, changes: [{ kind: 'one-time-tokens.void', userId: user.id, purpose: 'password-reset' }, issue] }
}
