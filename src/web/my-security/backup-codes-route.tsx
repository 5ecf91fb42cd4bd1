import { z } from 'zod'
import type { Engine } from '../../engine/engine.ts'
import type { Host } from '../host.ts'
import { withNotice } from '../notice.ts'
import { field, type PageRequest } from '../page-request.ts'
import { safeReturnTo } from '../return-to.ts'
import { routes } from '../routes.ts'
import { screen } from '../screen.ts'
import { BackupCodesPage } from '../ui/backup-codes-page.tsx'
import { ConfirmPage } from './confirm-page.tsx'
import { BackupCodeUsedPage, OfferNewCodesPage } from './reminder-page.tsx'

const Form = z.object({ next: field(1000) })

/** New backup codes, the word that they are kept, and the reminders after a sign-in. */
export function backupCodesScreens({ engine, host }: { engine: Engine; host: Host }) {
  return [
    screen(routes.backupCodes, {
      async get(page, { person }) {
        if (person.authenticators.length === 0) return page.redirect(overview(page))
        const { title, lead, submit } = page.view.text.mySecurity.backup.confirm
        return await page.page(
          <ConfirmPage
            view={page.view} title={title} lead={lead} action={routes.backupCodes.path} submit={submit}
            next={safeReturnTo(page.query('next'), overview(page))}
          />,
        )
      },

      async post(page, { holder, person }) {
        const next = safeReturnTo(page.form(Form).next, overview(page))
        const codes = await engine.mySecurity.makeBackupCodes(holder, page.visitor)
        return await page.page(
          <BackupCodesPage view={page.view} codes={codes} userName={person.user.userName} createdAt={engine.now()} next={next} steps={null} />,
          { secret: true },
        )
      },
    }),

    screen(routes.backupCodesSaved, {
      async post(page, { holder }) {
        const next = safeReturnTo(page.form(Form).next, overview(page))
        await engine.mySecurity.saveBackupCodes(holder)
        return page.redirect(next === overview(page) ? withNotice(next, 'codesSaved') : next)
      },
    }),

    screen(routes.backupCodesReminder, {
      async get(page, { person }) {
        const next = safeReturnTo(page.query('next'), host.homeUrl)
        if (person.authenticators.length === 0) return page.redirect(next)
        if (page.query('used') !== null) return await page.page(<BackupCodeUsedPage view={page.view} next={next} left={person.backupCodesLeft} />)
        if (person.user.backupCodesSavedAt !== null) return page.redirect(next)
        return await page.page(<OfferNewCodesPage view={page.view} next={next} />)
      },
    }),
  ]
}

function overview({ view }: PageRequest): string {
  return view.href(routes.mySecurity.path)
}
