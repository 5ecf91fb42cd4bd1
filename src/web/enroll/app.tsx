import type { PageRequest } from '../page-request.ts'
import { standingRefusal } from '../refusal-text.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { AppCodePage, AppPage } from './app-page.tsx'
import { confirm } from './confirm.tsx'
import { type Deps, findCandidate, noticeOf, readyFor, type SettingUp, stepsOf } from './setting-up.ts'
import { start } from './start.ts'

/** The mobile authenticator. */
export function appScreens(deps: Deps) {
  const { engine } = deps
  return [
    screen(routes.setUpApp, {
      /** Never shows a secret: it was in the answer to the form that asked for it. */
      async get(page, granted) {
        const ready = await readyFor(page, granted, deps, routes.setUpChoose.path)
        if (ready instanceof Response) return ready
        const candidate = await findCandidate(engine, granted.holder)
        if (candidate?.method !== 'totp') return page.redirect(page.view.href(routes.setUpChoose.path))
        const error = standingRefusal(ready.view.text, candidate, engine.now()) ?? undefined
        return await page.page(<AppCodePage view={ready.view} steps={stepsOf(ready.setUp, 2)} error={error} notice={noticeOf(page, ready.view)} />)
      },

      post: (page, granted) => showNewApp(page, granted, deps),
    }),

    screen(routes.setUpAppConfirm, {
      get: (page) => page.redirect(page.view.href(routes.setUpApp.path)),
      post: (page, granted) =>
        confirm(page, granted, deps, 'totp', ({ setUp, view }, _candidate, said) => (
          <AppCodePage view={view} steps={stepsOf(setUp, 2)} {...said} />
        )),
    }),
  ]
}

/** Drafts a new secret, and shows it in this one answer. */
export async function showNewApp(page: PageRequest, granted: SettingUp, deps: Deps): Promise<Response> {
  const ready = await readyFor(page, granted, deps, routes.setUpChoose.path)
  if (ready instanceof Response) return ready
  const started = await start(page, granted, deps, 'totp', {})
  if (started?.kind !== 'started') return page.redirect(`${page.view.href(routes.setUpChoose.path)}?gone`)
  const { uri = '', key = '' } = started.reveal
  return await page.page(<AppPage view={ready.view} steps={stepsOf(ready.setUp, 2)} uri={uri} secret={key} />, { secret: true })
}
