import { describe, expect, it } from 'vitest'
import { arriveAt, press, read, wordsOf } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { trials } from '../web/admin/administration-routes.ts'
import { anAdministrator } from '../web/admin/administrators.ts'
import { everyRunBrowsers, LONG, openAdministration, openAdministrator, stepUpIfAsked } from '../web/admin/administration-steps.ts'
import { receives } from './mailbox-steps.ts'

const server = await startTestServer()

describe.each(everyRunBrowsers)('An e-mail that could not be delivered, on $on', LONG, (browser) => {
  it('is found by an administrator, who reads why, and sent once more after a fresh code', async () => {
    const harbour = await server.organization()
    const given = await trials.retryUndelivered.row!({ server, organization: harbour, administrator: await anAdministrator(server, harbour, 'Grace Lindqvist') })
    const lost = await server.standalone.store.findUndelivered(harbour.id, given)
    const { page, person } = await openAdministrator(server, harbour, browser)
    await openAdministration(page)
    await press(page, 'E-mail')
    await arriveAt(page, 'Undelivered e-mails')
    const words = await wordsOf(page)
    expect(words).toContain('Sign-in from a new device')
    expect(words).toContain('The mail server did not answer for a day.')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)

    server.clock.advance(6 * 60)
    await press(page, 'Try again: Sign-in from a new device, to Lena Hartmann')
    await stepUpIfAsked(page, server, person)
    await arriveAt(page, 'Undelivered e-mails')
    await press(page, 'Try again: Sign-in from a new device, to Lena Hartmann')
    await read(page, 'Every e-mail was delivered')
    await receives(server, { email: lost?.notice.to ?? '' }, 'New sign-in to your Harbour Ledger account')
  })
})
