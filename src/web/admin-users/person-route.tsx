import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import { routes } from '../routes.ts'
import { rowIdOf } from '../row-id.ts'
import { screen } from '../screen.ts'
import type { Text } from '../ui/text/index.ts'
import { factsOf } from './person-facts.ts'
import { PersonPage } from './person-page.tsx'

/** One person's page. Where the sessions are a host's own, they are not counted. */
export function personScreens({ engine, accounts }: { engine: Engine; accounts?: Accounts | undefined }) {
  return [
    screen(routes.person, {
      async get(page, { holder }) {
        const looked = await engine.administration.person(holder, rowIdOf(page))
        const sessions = accounts === undefined ? null : (await accounts.sessions.list(looked.person.user)).length
        return await page.page(<PersonPage view={page.view} facts={factsOf(looked, engine.now(), sessions)} notice={doneText(page.view.text, page.query('done'))} />)
      },
    }),
  ]
}

/** What was done just now, chosen among our own words by the address. */
function doneText({ administration: { person } }: Text, name: string | null): string | undefined {
  const { reset, unlock, revokeDevices, signOut, endExemption } = person.help
  const words = { reset: reset.done, unlock: unlock.done, revokeDevices: revokeDevices.done, signOut: signOut.done, endExemption: endExemption.done, exempt: person.exemption.done }
  return name !== null && Object.hasOwn(words, name) ? words[name as keyof typeof words] : undefined
}
