import type { Engine } from '../../engine/engine.ts'
import { ConfirmPage } from '../my-security/confirm-page.tsx'
import { routes } from '../routes.ts'
import { rowIdOf } from '../row-id.ts'
import type { Screen } from '../screen.ts'
import { screen } from '../screen.ts'
import { TextsPage } from './page.tsx'
import { periodOf } from './period.ts'

/** What texts did and cost, and the stops of the fraud shield. */
export function adminTextsScreens({ engine: { administration } }: { engine: Engine }): Screen[] {
  return [
    screen(routes.texts, {
      async get(page, { holder }) {
        const days = periodOf(page.query('days'))
        const isLifted = page.query('done') === 'lifted'
        return await page.page(<TextsPage view={page.view} texts={await administration.texts(holder, days)} days={days} isLifted={isLifted} />)
      },
    }),

    screen(routes.liftTextStop, {
      async get(page, { holder }) {
        const { id, label } = await administration.textStop(holder, rowIdOf(page))
        const { ask, lead, submit } = page.view.text.textMessages.lift
        const action = routes.liftTextStop.path.replace(':id', id)
        return await page.page(<ConfirmPage view={page.view} title={ask(label)} lead={lead} action={action} submit={submit} back={routes.texts.path} />)
      },

      async post(page, { holder }) {
        await administration.liftTextStop(holder, rowIdOf(page), page.visitor)
        return page.redirect(page.view.href(`${routes.texts.path}?done=lifted`))
      },
    }),
  ]
}
