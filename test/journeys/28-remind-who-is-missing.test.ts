import { describe, expect, it } from 'vitest'
import { arriveAt, press, read, wordsOf } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { browsers, LONG, openAdministrator, openPeople } from '../web/admin/administration-steps.ts'
import { readMail } from './mailbox-steps.ts'

const DAY = 24 * 60 * 60

const server = await startTestServer()

describe.each(browsers)('Reminding who is missing, on $on', LONG, (browser) => {
  it('says how many it concerns, sends each an e-mail with their deadline, and not twice a day', async () => {
    const since = server.clock.now()
    const harbour = await server.organization({ requiredSince: since, graceDays: 7 })
    const lena = await harbour.person({ name: 'Lena Hartmann' })
    await harbour.person({ name: 'Nora Eriksen', email: null })
    await harbour.person({ name: 'Priya Nair', role: 'paymentsAdministrator' })
    const { page } = await openAdministrator(server, harbour, browser)
    await openPeople(page)
    await page.getByLabel('Status').selectOption('In grace')
    await press(page, 'Show')
    await press(page, 'Remind who is missing')
    await arriveAt(page, 'Remind 2 people?')
    await press(page, 'Remind 2 people')
    await read(page, '2 people will be reminded.')
    expect(await wordsOf(page)).toContain('or has no e-mail address, gets none.')

    await press(page, 'Back to the list')
    await press(page, 'Remind who is missing')
    await press(page, 'Remind 2 people')
    await read(page, '2 people will be reminded.')
    await server.standalone.reminders.run()
    expect(server.standalone.inbox?.emails().filter(({ to }) => to === lena.email)).toHaveLength(1)

    const deadline = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' }).format((since + 7 * DAY) * 1000)
    expect(await readMail(server, lena, 'Please set up 2-step verification for Harbour Ledger')).toContain(`before ${deadline}`)
  })
})
