import { auditChange } from '../engine/audit.ts'
import type { Change } from '../engine/changes.ts'
import type { Client, OneTimeToken, User } from '../engine/model.ts'
import { newPassword, told } from './change-password.ts'
import { commandLine } from './create-user.ts'
import { identifierKey } from './identifier.ts'
import { findOpenLink, newLink } from './links.ts'
import { type PasswordProblem, passwordProblem } from './password-problem.ts'
import { tryFromPlace } from './password-try.ts'
import type { AccountsPorts } from './ports.ts'
import type { AccountSessionOwner } from './session-owner.ts'

export const RESET_LINK_SECONDS = 60 * 60

export type PasswordReset = { kind: 'reset' } | { kind: 'problem'; problem: PasswordProblem } | { kind: 'used-or-expired' }

/** Makes the token of the link when the message is sent; earlier links are void. Null when nobody may use it any more. */
export async function mintResetLink(ports: AccountsPorts, userId: string, organizationId: string, seconds = RESET_LINK_SECONDS, also: readonly Change[] = []): Promise<string | null> {
  const user = (await ports.store.findPerson(organizationId, userId))?.user
  if (user === undefined || user.deactivatedAt !== null) return null

  const { token, issue } = newPasswordLink(ports, user, seconds)
  await ports.store.commit(organizationId, [{ kind: 'one-time-tokens.void', userId, purpose: 'password-reset' }, issue, ...also])
  return token
}

/** The same for whoever works on the server itself, who sees the link: that is written down. */
export async function mintResetLinkAtServer(ports: AccountsPorts, userId: string, organizationId: string): Promise<string | null> {
  const made = auditChange(ports, { action: 'password.reset-requested', actorId: null, subjectId: userId, client: commandLine })
  return await mintResetLink(ports, userId, organizationId, RESET_LINK_SECONDS, [made])
}

/** A link with which this person, and nobody else, sets a password. */
export function newPasswordLink(ports: AccountsPorts, { id: userId, organizationId, passwordEpoch }: User, seconds: number): { token: string; issue: Change } {
  return newLink(ports, { purpose: 'password-reset', organizationId, userId, data: { passwordEpoch }, seconds })
}

/** What the page of the link shows. Looking changes nothing: mail scanners follow links too. */
export async function viewReset(ports: AccountsPorts, token: string): Promise<'open' | 'used-or-expired'> {
  return (await findOpenReset(ports, token)) === null ? 'used-or-expired' : 'open'
}

/**
 * Sets a new password by the link of an e-mail. It signs nobody in, leaves the
 * second step in place, and ends every session. Throws `HashingBusyError`.
 */
export async function resetPassword(
  ports: AccountsPorts & { sessions: AccountSessionOwner },
  { token, next, visitor }: { token: string; next: string; visitor: Client },
): Promise<PasswordReset> {
  const open = await findOpenReset(ports, token)
  if (open === null) return { kind: 'used-or-expired' }
  const { user, link } = open
  const problem = await passwordProblem(next, user)
  if (problem !== null) return { kind: 'problem', problem }

  const password = newPassword(ports, user, await ports.hasher.hash(next))
  const refused = await ports.store.commit(user.organizationId, [
    password.changed,
    { kind: 'one-time-token.use', id: link.id, purpose: 'password-reset', at: ports.clock() },
    password.linksVoided,
    ...ports.sessions.endOthers(user.id, null),
    ...triesForgiven(ports, user, visitor),
    ...told(ports, user, 'password.reset', visitor),
  ])
  if (refused !== null) return { kind: 'used-or-expired' }
  ports.committed('notices')
  return { kind: 'reset' }
}

async function findOpenReset(ports: AccountsPorts, token: string): Promise<{ user: User; link: OneTimeToken } | null> {
  const link = await findOpenLink(ports, token, 'password-reset')
  if (link === null || link.userId === null || link.organizationId === null) return null
  const user = (await ports.store.findPerson(link.organizationId, link.userId))?.user
  const isOpen = user !== undefined && user.deactivatedAt === null && user.passwordEpoch === link.data['passwordEpoch']
  return isOpen ? { user, link } : null
}

/** Whoever forgot the password has tried it first, and must not wait for that now. */
function triesForgiven(ports: AccountsPorts, { userName, email }: User, client: Client): Change[] {
  return [userName, ...(email === null ? [] : [email])].map((name) => {
    const { placeKey } = tryFromPlace(ports, 'sign-in', identifierKey(name), client.address)
    return { kind: 'password-try.forgive', placeKey, accountKey: null }
  })
}
