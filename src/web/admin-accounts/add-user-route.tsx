import { z } from 'zod'
import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Person } from '../../engine/model.ts'
import { mayGive } from '../../engine/rank.ts'
import type { SessionHolder } from '../../engine/step-up.ts'
import { personPath, RefusedPage } from '../admin-users/actable.tsx'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { AddUserPage } from './add-user-page.tsx'
import { type EnteredUser, errorsOf, nothingEntered, readEnteredUser, type UserErrors } from './entered-user.ts'
import { handOver } from './hand-over-page.tsx'

const Form = z.record(z.string(), z.string())

/** Adds one person, who chooses their password with a link. */
export function addUserScreens({ engine, accounts }: { engine: Engine; accounts: Accounts }) {
  const { canMail } = accounts.users
  return [
    screen(routes.addUser, {
      get: (page, { holder, person }) => form(page, holder, person, nothingEntered),

      async post(page, { holder, person }) {
        const { view, visitor } = page
        const entered = readEnteredUser(page.form(Form))
        const errors = errorsOf(entered, canMail, view.text)
        if (Object.keys(errors).length > 0) return await form(page, holder, person, entered, errors)

        const { name, userName, email, roleIds } = entered
        const outcome = await accounts.users.add(holder, { name, userName, email: email === '' ? null : email, roleIds }, visitor)
        const words = view.text.administration.accounts
        switch (outcome.kind) {
          case 'problem':
            return await form(page, holder, person, entered, { userName: words.add.problem.taken })
          case 'refused':
            await engine.people.noteRefusal(holder, { route: page.route, path: page.url.pathname }, visitor)
            return await page.page(<RefusedPage view={view} title={words.refused.title} lead={words.roles.refused[outcome.why]} back={routes.people.path} />, { status: 403 })
          case 'added':
            if (outcome.invitation.kind === 'link') return await handOver(page, { user: outcome.user, token: outcome.invitation.token, canMail, now: engine.now() })
            return page.redirect(view.href(`${personPath(outcome.user.id)}?done=added`))
        }
      },
    }),
  ]

  async function form({ page, view }: PageRequest, holder: SessionHolder, { user }: Person, entered: EnteredUser, errors?: UserErrors): Promise<Response> {
    const roles = (await engine.administration.roles(holder)).filter((role) => mayGive(user, role))
    return await page(<AddUserPage view={view} canMail={canMail} roles={roles} entered={entered} errors={errors} />, { status: errors === undefined ? 200 : 422 })
  }
}
