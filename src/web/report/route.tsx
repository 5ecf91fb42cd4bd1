import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import type { Host } from '../host.ts'
import { field, type PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { type Screen, screen } from '../screen.ts'
import { ReportedPage, ReportGonePage, ReportPage } from './page.tsx'

const Form = z.object({ token: field() })

/** "It wasn't me", by the link of a notice: asked once more, for whoever holds the link. */
export function reportScreens({ engine, host }: { engine: Engine; host: Host }): Screen[] {
  const { hasPasswords } = engine.report
  return [
    screen(routes.notMe, {
      async get(page) {
        const token = page.query('token') ?? ''
        const open = await engine.report.view(token)
        if (open === null) return await gone(page)
        return await page.page(<ReportPage view={page.view} hasPasswords={hasPasswords} token={token} open={open} />, { secret: true })
      },

      async post(page) {
        const outcome = await engine.report.notMe(page.form(Form).token, page.visitor)
        if (outcome.kind === 'gone') return await gone(page)
        return await page.page(<ReportedPage view={page.view} hasPasswords={hasPasswords} reported={outcome} signInUrl={host.signInUrl} />, { secret: true })
      },
    }),
  ]

  function gone({ page, view }: PageRequest) {
    return page(<ReportGonePage view={view} hasPasswords={hasPasswords} signInUrl={host.signInUrl} />, { secret: true, status: 410 })
  }
}
