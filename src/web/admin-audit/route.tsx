import type { NamedAuditEvent } from '../../engine/administration-ports.ts'
import type { Engine } from '../../engine/engine.ts'
import { csvResponse } from '../admin-users/csv.ts'
import { dayOf, secondOf } from '../admin-users/zoned-day.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import type { View } from '../ui/view.ts'
import { AuditPage } from './audit-page.tsx'
import { searchEvents } from './audit-search.ts'
import { filterOf, readAuditView } from './audit-view.ts'
import { eventText, type EventText, says, searchWords } from './event-text.ts'

const A_PAGE = 25
const LONGEST_KEY = 150

/** The audit log, and the same as a file. */
export function adminAuditScreens({ engine: { administration, now } }: { engine: Engine }) {
  return [
    screen(routes.auditLog, {
      async get({ page, query, view }, { holder }) {
        const shown = readAuditView(query)
        const filter = filterOf(shown, view.timeZone)
        const before = query('before')?.slice(0, LONGEST_KEY) || null
        if (shown.search !== '') {
          const found = await searchEvents(view, await administration.auditAfter(holder, filter, before), shown.search, A_PAGE)
          return await page(<AuditPage view={view} shown={shown} {...found} isFirst={before === null} />)
        }
        const { events, next } = await administration.audit(holder, filter, { before, limit: A_PAGE })
        const said = events.map((event) => ({ event, said: eventText(view, event) }))
        return await page(<AuditPage view={view} shown={shown} events={said} next={next} looked={null} isFirst={before === null} />)
      },
    }),

    screen(routes.auditLogCsv, {
      async get({ query, view, visitor }, { holder, person }) {
        const shown = readAuditView(query)
        const events = await administration.downloadAudit(holder, filterOf(shown, view.timeZone), visitor)
        const { csvFile, csvColumn } = view.text.auditLog
        const heading = [csvColumn.when(view.timeZone), csvColumn.who, csvColumn.what, csvColumn.about, csvColumn.method, csvColumn.result, csvColumn.details, csvColumn.address, csvColumn.browser]
        return csvResponse(csvFile(person.organization.name, dayOf(now(), view.timeZone)), heading, linesOf())

        async function* linesOf() {
          const words = searchWords(shown.search)
          for await (const batch of events) {
            const said = batch.map((event) => [event, eventText(view, event)] as const).filter(([, text]) => says(text, words))
            yield said.map(([event, text]) => lineOf(view, event, text))
          }
        }
      },
    }),
  ]
}

function lineOf({ timeZone }: View, { at }: NamedAuditEvent, { who, what, about, method, result, details, address, browser }: EventText): string[] {
  return [secondOf(at, timeZone), who, what, about, method, result, details.join('; '), address, browser]
}
