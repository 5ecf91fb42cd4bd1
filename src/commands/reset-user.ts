import { commandLine } from '../accounts/create-user.ts'
import { identifierKey } from '../accounts/identifier.ts'
import { isSearchable } from '../accounts/names.ts'
import type { Standalone } from '../standalone.ts'
import type { AddCommand } from './command.ts'
import { carryOut } from './opening.ts'
import { passwordLink } from './password-link.ts'

export const resetUserCommand: AddCommand = (program) =>
  program
    .command('reset-user')
    .description('reset the second step of somebody who can not verify, also of the only administrator; it is audited')
    .argument('<user>', 'their user name or e-mail')
    .option('--link', 'print a link to choose a new password too')
    .action((user: string, { link: withLink = false }: { link?: boolean }) =>
      carryOut((standalone, publicUrl) => resetUser(standalone, { user, withLink, publicUrl, say: console.log })),
    )

/**
 * Resets the second step of somebody, whoever they are: a sole administrator
 * has nobody else to ask. With `withLink` they get a link to choose a password
 * too. False when it can't be done.
 */
export async function resetUser(
  { store, accounts, engine }: Pick<Standalone, 'store' | 'accounts' | 'engine'>,
  { user: typed, withLink, publicUrl, say }: { user: string; withLink: boolean; publicUrl: string; say(line: string): void },
): Promise<boolean> {
  const key = identifierKey(typed)
  const login = isSearchable(key) ? await store.findLogin(key) : null
  if (login === null) {
    say(`Nobody here has the user name or e-mail ${JSON.stringify(typed)}.`)
    return false
  }
  if (login.deactivatedAt !== null) {
    say(`The account of ${typed} is deactivated: an administrator reactivates it, under People.`)
    return false
  }

  const { id: userId, organizationId } = login.user
  const { user, authenticators } = await engine.administration.resetAtServer({ organizationId, userId }, commandLine)
  say(`2-step verification of ${user.name} is reset${authenticators.length === 0 ? ' (none was set up)' : ''}: no device is trusted, and they are signed out everywhere.`)
  say('At the next sign-in they give their password alone. Where it is required of them, they then set it up again; else they do so under My sign-in security.')
  if (withLink) {
    const token = await accounts.atServer.mintResetLink(userId, organizationId)
    if (token !== null) say(`With this link they choose a new password, once, within the hour; whoever has it gets the account:\n${passwordLink(publicUrl, token)}`)
  } else if (login.passwordHash === null) {
    say('They have not chosen a password yet: run this again with --link for a link that lets them.')
  }
  return true
}
