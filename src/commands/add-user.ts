import { identifierKey } from '../accounts/identifier.ts'
import type { Standalone } from '../standalone.ts'
import type { AddCommand } from './command.ts'
import { carryOut } from './opening.ts'
import { organizationFor } from './organization-for.ts'
import { passwordLink } from './password-link.ts'
import { problemText } from './problem-text.ts'

export const addUserCommand: AddCommand = (program) =>
  program
    .command('add-user')
    .description('add one user, who gets a link to choose a password')
    .requiredOption('--name <name>', 'the name of the person')
    .requiredOption('--user-name <name>', 'what they sign in with')
    .option('--email <address>', 'where the link and notices go')
    .option('--role <role...>', 'the id or name of a role', [])
    .option('--organization <id>', 'its id or name; needed where there are several')
    .action(({ role: roles, ...given }: { name: string; userName: string; email?: string; role: string[]; organization?: string }) =>
      carryOut((standalone, publicUrl) => addUser(standalone, { email: undefined, organization: undefined, ...given, roles, publicUrl, say: console.log })),
    )

/** Adds one user, who chooses a password with a link. False when it can't be done. */
export async function addUser(
  { store, accounts }: Pick<Standalone, 'store' | 'accounts'>,
  given: { name: string; userName: string; email: string | undefined; roles: readonly string[]; organization: string | undefined; publicUrl: string; say(line: string): void },
): Promise<boolean> {
  const { name, userName, email = null, roles, organization, publicUrl, say } = given
  const { id: organizationId } = await organizationFor({ store }, organization)
  const known = await store.findRoles(organizationId)
  const roleIds: string[] = []
  for (const asked of roles) {
    const role = known.find((each) => [each.id, each.name].some((text) => identifierKey(text) === identifierKey(asked)))
    if (role === undefined) {
      say(`--role ${asked}: there is none. There are: ${known.map((each) => each.id).join(', ')}`)
      return false
    }
    roleIds.push(role.id)
  }

  const outcome = await accounts.atServer.addUser(organizationId, { name, userName, email, roleIds })
  if (outcome.kind !== 'added') {
    say(outcome.kind === 'problem' ? problemText(outcome.problem) : outcome.why)
    return false
  }
  const { invitation } = outcome
  say(
    invitation.kind === 'mailed'
      ? `${userName} is added. A link to choose a password is on its way to ${invitation.to}.`
      : `${userName} is added. Hand them this link, which works once, within three days; whoever has it gets the account:\n${passwordLink(publicUrl, invitation.token)}`,
  )
  return true
}
