import type { Engine } from '../../engine/engine.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { addressOf, readView } from './list-view.ts'
import { NotRemindedPage, RemindedPage, RemindPage } from './remind-page.tsx'

/** Reminds whoever the list shows and who has not set it up. */
export function remindScreens({ engine: { administration } }: { engine: Engine }) {
  return [
    screen(routes.remindPeople, {
      async get({ page, query, view }, { holder }) {
        const shown = readView(query)
        const back = addressOf(routes.people.path, shown)
        if (!administration.canRemind) return await page(<NotRemindedPage view={view} {...view.text.administration.people.remind.noMail} back={back} />)
        const concerned = await administration.countConcerned(holder, shown)
        return await page(<RemindPage view={view} concerned={concerned} action={addressOf(routes.remindPeople.path, shown)} back={back} />)
      },

      async post({ page, query, view, visitor }, { holder }) {
        const shown = readView(query)
        const back = addressOf(routes.people.path, shown)
        if (!administration.canRemind) return await page(<NotRemindedPage view={view} {...view.text.administration.people.remind.noMail} back={back} />, { status: 409 })
        const { people } = await administration.remind(holder, shown, visitor)
        if (people === 0) return await page(<NotRemindedPage view={view} {...view.text.administration.people.remind.nobody} back={back} />)
        return await page(<RemindedPage view={view} people={people} back={back} />)
      },
    }),
  ]
}
