import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import { routes } from '../routes.ts'
import { rowIdOf } from '../row-id.ts'
import { screen } from '../screen.ts'
import type { Text } from '../ui/text/index.ts'
import { accountActionsFor } from '../admin-accounts/account-actions.ts'
import { factsOf, type Looked, type PersonFacts } from './person-facts.ts'
import { PersonPage } from './person-page.tsx'

/** One person's page. Where the sessions are a host's own, they are not listed. */
export function personScreens({ engine, accounts }: { engine: Engine; accounts?: Accounts | undefined }) {
  return [
    screen(routes.person, {
      async get(page, { holder }) {
        const looked = await engine.administration.person(holder, rowIdOf(page))
        const own = accounts === undefined ? hostsOwn : await ownFacts(accounts, looked)
        return await page.page(<PersonPage view={page.view} facts={factsOf(looked, engine.now(), own)} notice={doneText(page.view.text, page.query('done'), looked.person.user.email)} />)
      },
    }),
  ]
}

const hostsOwn = { sessions: null, account: [] }

async function ownFacts(accounts: Accounts, looked: Looked): Promise<Pick<PersonFacts, 'sessions' | 'account'>> {
  const { user } = looked.person
  return { sessions: await accounts.sessions.list(user), account: accountActionsFor(looked, await accounts.hasPassword(user)) }
}

/** What was done just now, chosen among our own words by the address. */
function doneText({ administration: { person, accounts } }: Text, name: string | null, email: string | null): string | undefined {
  const { reset, unlock, revokeDevices, signOut, endExemption } = person.help
  const { add, roles, deactivate, reactivate, invite } = accounts
  const doneWithAccount = { added: add.done(email ?? ''), roles: roles.done, deactivate: deactivate.done, reactivate: reactivate.done, invite: invite.done }
  const words = { reset: reset.done, unlock: unlock.done, revokeDevices: revokeDevices.done, signOut: signOut.done, endExemption: endExemption.done, exempt: person.exemption.done, ...doneWithAccount }
  return name !== null && Object.hasOwn(words, name) ? words[name as keyof typeof words] : undefined
}
