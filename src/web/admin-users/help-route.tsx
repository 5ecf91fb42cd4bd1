import type { Engine } from '../../engine/engine.ts'
import type { Helped } from '../../engine/help-back-in.ts'
import type { Client } from '../../engine/model.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import { ConfirmPage } from '../my-security/confirm-page.tsx'
import { type Route, routes } from '../routes.ts'
import type { Granted } from '../access.ts'
import { type Screen, screen } from '../screen.ts'
import { findActable, personPath, RefusedPage } from './actable.tsx'

type Simple = 'reset' | 'unlock' | 'revokeDevices' | 'signOut' | 'endExemption'
type Help = (holder: SessionHolder, userId: string, client: Client) => Promise<Helped>
type Acting = Route & { access: 'acting-administrator' }

/** What needs no more than a yes: asked once more, then done. */
export function helpScreens({ engine }: { engine: Engine }): Screen[] {
  const { reset, unlock, revokeDevices, signOutEverywhere, exempt } = engine.administration
  return [
    helpScreen('reset', routes.resetPerson, reset, true),
    helpScreen('unlock', routes.unlockPerson, unlock),
    helpScreen('revokeDevices', routes.revokeDevicesOf, revokeDevices, true),
    helpScreen('signOut', routes.signOutPerson, signOutEverywhere, true),
    helpScreen('endExemption', routes.endExemption, (holder, userId, client) => exempt(holder, userId, null, client), true),
  ]

  function helpScreen(name: Simple, route: Acting, help: Help, isDanger = false): Screen {
    return screen<Acting>(route, {
      async get(page, { holder }: Granted['acting-administrator']) {
        const found = await findActable(engine, page, holder)
        if (found instanceof Response) return found
        const { user } = found.person
        const { ask, lead, submit } = page.view.text.administration.person.help[name]
        return await page.page(
          <ConfirmPage
            view={page.view} title={ask(user.name)} lead={lead} action={route.path.replace(':id', user.id)} submit={submit} isDanger={isDanger}
            back={personPath(user.id)}
          />,
        )
      },

      async post(page, { holder }: Granted['acting-administrator']) {
        const found = await findActable(engine, page, holder)
        if (found instanceof Response) return found
        const { id } = found.person.user
        const helped = await help(holder, id, page.visitor)
        const { refused } = page.view.text.administration.person
        if (helped.kind === 'refused') {
          return await page.page(<RefusedPage view={page.view} title={refused.title} lead={refused[helped.why]} back={personPath(id)} />, { status: 409 })
        }
        return page.redirect(page.view.href(`${personPath(id)}?done=${name}`))
      },
    })
  }
}
