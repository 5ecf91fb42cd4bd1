import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import { field } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { findActable, personPath, RefusedPage } from './actable.tsx'
import { AskForPassPage, PassPage } from './recovery-pass-page.tsx'

const Form = z.object({ checked: field(2) })

/** A pass to read out to somebody who has been recognized. */
export function recoveryPassScreens({ engine }: { engine: Engine }) {
  return [
    screen(routes.recoveryPass, {
      async get(page, { holder }) {
        const found = await findActable(engine, page, holder)
        return found instanceof Response ? found : await page.page(<AskForPassPage view={page.view} user={found.person.user} />)
      },

      async post(page, { holder }) {
        const { view } = page
        const { checked } = page.form(Form)
        const found = await findActable(engine, page, holder)
        if (found instanceof Response) return found
        const { user } = found.person
        const words = view.text.administration.person
        if (checked !== 'on') return await page.page(<AskForPassPage view={view} user={user} error={words.pass.notChecked} />, { status: 422 })
        const issued = await engine.administration.issueRecoveryPass(holder, user.id, page.visitor)
        if (issued.kind === 'refused') {
          return await page.page(<RefusedPage view={view} title={words.refused.title} lead={words.refused[issued.why]} back={personPath(user.id)} />, { status: 409 })
        }
        return await page.page(<PassPage view={view} user={user} pass={issued.pass} expiresAt={issued.expiresAt} />, { secret: true })
      },
    }),
  ]
}
