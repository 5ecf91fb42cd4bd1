import type { Engine } from '../../engine/engine.ts'
import { routes } from '../routes.ts'
import { rowIdOf } from '../row-id.ts'
import { type Screen, screen } from '../screen.ts'
import { UndeliveredPage } from './list-page.tsx'

/** The organization's own e-mails that were given up, and another chance for each. */
export function adminMailScreens({ engine }: { engine: Engine }): Screen[] {
  const { undelivered, retryUndelivered, canRemind } = engine.administration
  return [
    screen(routes.undelivered, {
      async get(page, { holder }) {
        const before = page.query('before')
        const { notices, next } = await undelivered(holder, before)
        return await page.page(
          <UndeliveredPage
            view={page.view} notices={notices} next={next} isFirst={before === null} isRetried={page.query('done') === 'retried'} mailIsOn={canRemind}
          />,
        )
      },
    }),

    screen(routes.retryUndelivered, {
      async post(page, { holder }) {
        await retryUndelivered(holder, rowIdOf(page), page.visitor)
        return page.redirect(page.view.href(`${routes.undelivered.path}?done=retried`))
      },
    }),
  ]
}
