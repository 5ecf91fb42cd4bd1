import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import { field } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { findActable, personPath, RefusedPage } from './actable.tsx'
import { ExemptionPage } from './exemption-page.tsx'
import { lastSecondOf } from './zoned-day.ts'

const Form = z.object({ reason: field(1000), until: field(20) })

/** Exempts somebody until the end of a day of their organization. */
export function exemptionScreens({ engine }: { engine: Engine }) {
  return [
    screen(routes.exemptPerson, {
      async get(page, { holder }) {
        const found = await findActable(engine, page, holder)
        return found instanceof Response ? found : await page.page(<ExemptionPage view={page.view} user={found.person.user} />)
      },

      async post(page, { holder }) {
        const { view } = page
        const entered = page.form(Form)
        const found = await findActable(engine, page, holder)
        if (found instanceof Response) return found
        const { user } = found.person
        const words = view.text.administration.person
        const until = lastSecondOf(entered.until, view.timeZone)
        const helped =
          until === null
            ? { kind: 'refused' as const, why: 'bad-date' as const }
            : await engine.administration.exempt(holder, user.id, { until, reason: entered.reason }, page.visitor)
        if (helped.kind === 'done') return page.redirect(view.href(`${personPath(user.id)}?done=exempt`))

        if (helped.why === 'bad-date' || helped.why === 'no-reason') {
          const problems = helped.why === 'bad-date' ? { until: words.exemption.badDate } : { reason: words.exemption.noReason }
          return await page.page(<ExemptionPage view={view} user={user} entered={entered} problems={problems} />, { status: 422 })
        }
        return await page.page(<RefusedPage view={view} title={words.refused.title} lead={words.refused[helped.why]} back={personPath(user.id)} />, { status: 409 })
      },
    }),
  ]
}
