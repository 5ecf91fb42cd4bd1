import { z } from 'zod'
import { methodIds } from '../../engine/model.ts'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { showNewApp } from './app.tsx'
import { ChoosePage, NoWayPage } from './choose-page.tsx'
import { type Deps, readyFor, type SettingUp, wayOut } from './setting-up.ts'

const Form = z.object({ method: z.enum(methodIds).extract(['totp', 'sms']) })

/** Text message or app. */
export function chooseScreens(deps: Deps) {
  const { engine } = deps
  return [
    screen(routes.setUpChoose, {
      get: (page, granted) => show(page, granted),

      async post(page, granted) {
        const { method } = page.form(Form)
        return method === 'totp' ? await showNewApp(page, granted, deps) : page.redirect(page.view.href(routes.setUpPhone.path))
      },
    }),
  ]

  async function show(page: PageRequest, granted: SettingUp): Promise<Response> {
    const ready = await readyFor(page, granted, deps, routes.setUpChoose.path)
    if (ready instanceof Response) return ready
    const { setUp, view } = ready
    if (setUp.methods.length === 0) return await page.page(<NoWayPage view={view} setUp={setUp} leave={wayOut(page, granted.session, engine)} />)
    // Where texts are off, the page says so itself.
    const isGone = page.query('gone') !== null && setUp.textCountries.length > 0
    const gone = isGone ? view.text.setUp.choose.gone : undefined
    return await page.page(<ChoosePage view={view} setUp={setUp} notice={gone} />)
  }
}
