import type { Accounts } from '../../accounts/accounts.ts'
import type { Engine } from '../../engine/engine.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { csvResponse } from './csv.ts'
import { ListPage } from './list-page.tsx'
import { csvHeading, csvRow } from './list-csv.ts'
import { readView } from './list-view.ts'
import type { Text } from '../ui/text/index.ts'
import { dayOf } from './zoned-day.ts'

const A_PAGE = 25
const LONGEST_KEY = 1000

/** The list of everybody, and the same as a file. */
export function listScreens({ engine: { administration, now }, accounts }: { engine: Engine; accounts?: Accounts | undefined }) {
  return [
    screen(routes.people, {
      async get({ page, query, view }, { holder }) {
        const shown = readView(query)
        const after = query('after')?.slice(0, LONGEST_KEY) || null
        const [roles, list] = [await administration.roles(holder), await administration.list(holder, shown, { after, limit: A_PAGE })]
        return await page(<ListPage view={view} shown={shown} roles={roles} page={list} isFirst={after === null} canRemind={administration.canRemind} ownsUsers={accounts !== undefined} notice={importedText(view.text, query('imported'), accounts)} />)
      },
    }),

    screen(routes.peopleCsv, {
      async get({ query, view, visitor }, { holder, person }) {
        const rows = await administration.download(holder, readView(query), visitor)
        const { csvFile } = view.text.administration.people
        return csvResponse(csvFile(person.organization.name, dayOf(now(), view.timeZone)), csvHeading(view), linesOf(rows))

        async function* linesOf(batches: typeof rows) {
          for await (const batch of batches) yield batch.map((row) => csvRow(view, row))
        }
      },
    }),
  ]
}

/** How many were imported just now, as the address says. */
function importedText({ administration: { accounts: { import: words } } }: Text, count: string | null, accounts: Accounts | undefined): string | undefined {
  if (accounts === undefined || count === null || !/^[1-9]\d{0,5}$/.test(count)) return undefined
  return `${words.done(Number(count))} ${accounts.users.canMail ? words.doneMail : words.doneNoMail}`
}
