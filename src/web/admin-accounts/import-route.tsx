import { z } from 'zod'
import type { Accounts } from '../../accounts/accounts.ts'
import { importable, type ImportRehearsal } from '../../accounts/import/import-users.ts'
import { decodeCsv, readCsv } from '../../accounts/import/read-csv.ts'
import { csvResponse } from '../admin-users/csv.ts'
import { RefusedPage } from '../admin-users/actable.tsx'
import type { PageRequest } from '../page-request.ts'
import { routes } from '../routes.ts'
import { rowIdOf } from '../row-id.ts'
import { screen } from '../screen.ts'
import { fileProblemText } from './fault-text.ts'
import { ImportPage } from './import-page.tsx'
import { FaultyImportPage, GoodImportPage } from './import-rehearsal-page.tsx'

const Fields = z.object({ pasted: z.string().default('') })

/** A file of people: first what it would do, then all of it or nothing. It is kept meanwhile, so that a step-up loses nothing. */
export function importScreens({ accounts }: { accounts: Accounts }) {
  const { canMail, keepImport, rehearseImport, importKept } = accounts.users
  return [
    screen(routes.importUsers, {
      get: ({ page, view }) => page(<ImportPage view={view} />),

      async post(page, { holder }) {
        const { view } = page
        const { pasted } = page.form(Fields)
        const file = page.file('file') ?? new Uint8Array()
        const words = view.text.administration.accounts.import
        if ((file.length > 0) === (pasted.trim() !== '')) return await form(page, file.length > 0 ? words.both : words.nothing, pasted)
        const decoded = file.length > 0 ? decodeCsv(file) : { text: pasted }
        if ('problem' in decoded) return await form(page, fileProblemText(view.text, decoded.problem), pasted)
        const read = readCsv(decoded.text)
        if ('problem' in read) return await form(page, fileProblemText(view.text, read.problem), pasted)
        const id = await keepImport(holder, decoded.text)
        return page.redirect(view.href(routes.importRehearsal.path.replace(':id', id)))
      },
    }),

    screen(routes.importSample, {
      get({ view }) {
        const { sampleFile, sampleLines: [heading = [], ...lines] } = view.text.administration.accounts.import
        return csvResponse(sampleFile, heading, batchOf(lines))
      },
    }),

    screen(routes.importRehearsal, {
      async get(page, { holder }) {
        const id = rowIdOf(page)
        const rehearsal = await rehearseImport(holder, id)
        return rehearsal === null ? await gone(page) : await rehearsed(page, rehearsal, id)
      },

      async post(page, { holder }) {
        const id = rowIdOf(page)
        const outcome = await importKept(holder, id, page.visitor)
        if (outcome.kind === 'gone') return await gone(page)
        if (outcome.kind === 'refused') return await rehearsed(page, outcome.rehearsal, id, true)
        return page.redirect(page.view.href(`${routes.people.path}?imported=${outcome.count}`))
      },
    }),
  ]

  function form({ page, view }: PageRequest, error: string, pasted: string): Promise<Response> {
    return page(<ImportPage view={view} error={error} pasted={pasted} />, { status: 422 })
  }

  async function rehearsed(page: PageRequest, rehearsal: ImportRehearsal, id: string, hasChanged = false): Promise<Response> {
    const { view } = page
    if (rehearsal.kind === 'unreadable') return await form(page, fileProblemText(view.text, rehearsal.problem), '')
    const { users, faulty } = rehearsal
    if (importable(rehearsal) !== null) return await page.page(<GoodImportPage view={view} users={users} id={id} canMail={canMail} />)
    return await page.page(<FaultyImportPage view={view} faulty={faulty} good={users.length} hasChanged={hasChanged} />, { status: hasChanged ? 409 : 422 })
  }

  /** Of another administrator, of another organization, imported or too old: one answer for all. */
  function gone({ page, view }: PageRequest): Promise<Response> {
    const words = view.text.administration.accounts.import.gone
    return page(<RefusedPage view={view} title={words.title} lead={words.lead} back={routes.importUsers.path} />, { status: 404 })
  }
}

async function* batchOf<Line>(lines: readonly Line[]): AsyncGenerator<readonly Line[]> {
  yield lines
}
