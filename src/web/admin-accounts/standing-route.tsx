import type { Accounts } from '../../accounts/accounts.ts'
import type { Deactivated } from '../../accounts/administer/deactivate.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Client, User } from '../../engine/model.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import type { Granted } from '../access.ts'
import { findActable, personPath, RefusedPage } from '../admin-users/actable.tsx'
import { ConfirmPage } from '../my-security/confirm-page.tsx'
import { type Route, routes } from '../routes.ts'
import { type Screen, screen } from '../screen.ts'
import type { View } from '../ui/view.ts'
import { handOver } from './hand-over-page.tsx'

type Acting = Route & { access: 'acting-administrator' }
type Change = (holder: SessionHolder, userId: string, client: Client) => Promise<Deactivated>

/** Whether an account works, and a new link for somebody who has not chosen a password: asked once more, then done. */
export function standingScreens({ engine, accounts }: { engine: Engine; accounts: Accounts }): Screen[] {
  const { deactivate, reactivate, invite, canMail } = accounts.users
  return [
    standingScreen('deactivate', routes.deactivatePerson, deactivate),
    standingScreen('reactivate', routes.reactivatePerson, reactivate),

    screen(routes.invitePerson, {
      async get(page, { holder }) {
        const found = await findActable(engine, page, holder)
        if (found instanceof Response) return found
        const { user } = found.person
        const words = page.view.text.administration.accounts.invite
        const lead = canMail && user.email !== null ? words.leadMail(user.email) : words.leadShown
        return await page.page(<ConfirmPage view={page.view} {...asked(page.view, 'invite', routes.invitePerson, user)} lead={lead} />)
      },

      async post(page, { holder }) {
        const found = await findActable(engine, page, holder)
        if (found instanceof Response) return found
        const { id } = found.person.user
        const invited = await invite(holder, id, page.visitor)
        if (invited.kind === 'refused') return await page.page(<Refused view={page.view} why={invited.why} userId={id} />, { status: 409 })
        const { user, invitation } = invited
        if (invitation.kind === 'link') return await handOver(page, { user, token: invitation.token, canMail, now: engine.now() })
        return page.redirect(page.view.href(`${personPath(id)}?done=invite`))
      },
    }),
  ]

  function standingScreen(name: 'deactivate' | 'reactivate', route: Acting, change: Change): Screen {
    return screen<Acting>(route, {
      async get(page, { holder }: Granted['acting-administrator']) {
        const found = await findActable(engine, page, holder)
        if (found instanceof Response) return found
        const { lead } = page.view.text.administration.accounts[name]
        return await page.page(<ConfirmPage view={page.view} {...asked(page.view, name, route, found.person.user)} lead={lead} isDanger={name === 'deactivate'} />)
      },

      async post(page, { holder }: Granted['acting-administrator']) {
        const found = await findActable(engine, page, holder)
        if (found instanceof Response) return found
        const { id } = found.person.user
        const outcome = await change(holder, id, page.visitor)
        if (outcome.kind === 'refused') return await page.page(<Refused view={page.view} why={outcome.why} userId={id} />, { status: 409 })
        return page.redirect(page.view.href(`${personPath(id)}?done=${name}`))
      },
    })
  }
}

function asked(view: View, name: 'deactivate' | 'reactivate' | 'invite', { path }: Route, { id, name: whose }: User) {
  const { ask, submit } = view.text.administration.accounts[name]
  return { title: ask(whose), submit, action: path.replace(':id', id), back: personPath(id) }
}

function Refused({ view, why, userId }: { view: View; why: 'last-administrator' | 'already' | 'has-password' | 'deactivated'; userId: string }) {
  const words = view.text.administration.accounts.refused
  return <RefusedPage view={view} title={words.title} lead={words[why]} back={personPath(userId)} />
}
