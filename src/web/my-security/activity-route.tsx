import type { Engine } from '../../engine/engine.ts'
import { isRowId } from '../row-id.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { ActivityPage } from './activity-page.tsx'
import { isSaidAlready } from './activity-text.ts'

const A_PAGE = 25 // as the engine lists them

/** What happened to one's own account. */
export function activityScreens({ engine }: { engine: Engine }) {
  return [
    screen(routes.activity, {
      async get(page, { holder }) {
        const asked = page.query('before')
        const before = asked !== null && isRowId(asked) ? asked : null
        const events = await engine.mySecurity.activity(holder, before)
        const older = events.length === A_PAGE ? (events.at(-1)?.id ?? null) : null
        return await page.page(
          <ActivityPage view={page.view} events={events.filter((event) => !isSaidAlready(event))} older={older} isFirst={before === null} />,
        )
      },
    }),
  ]
}
