import { describe, expect, it } from 'vitest'
import { arriveAt, press, read, wordsOf } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { everyRunBrowsers, LONG, openAdministration, openAdministrator } from '../web/admin/administration-steps.ts'

const DAY = 24 * 60 * 60

const server = await startTestServer()

const moment = (at: number) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }).format(at * 1000)

describe.each(everyRunBrowsers)('The status of an organization, on $on', LONG, (browser) => {
  it('is Optional, then Required with the date, the time zone and the name; other changes leave the date', async () => {
    const { page } = await openAdministrator(server, await server.organization(), browser)
    await openAdministration(page)
    expect(await wordsOf(page)).toContain('Optional from the beginning.')
    await page.getByLabel('Require it for everybody').check()
    await press(page, 'Save changes')
    await arriveAt(page, 'Check before you save')
    const since = server.clock.now()
    await press(page, 'Save changes')
    await read(page, 'Your changes are saved.')
    const status = `Required of everybody since ${moment(since)}. Changed by Amara Okafor. All times are those of Europe/London.`
    expect(await wordsOf(page)).toContain(status)

    server.clock.advance(60)
    await page.getByLabel('Trust devices for so many days').fill('14')
    await press(page, 'Save changes')
    await press(page, 'Save changes')
    await read(page, 'Your changes are saved.')
    expect(await wordsOf(page)).toContain(status)
  })

  it('has a history, one press away', async () => {
    const harbour = await server.organization({ requiredSince: server.clock.now() - 3 * DAY })
    const { page } = await openAdministrator(server, harbour, browser)
    await openAdministration(page)
    await page.getByLabel('Grace period in days').fill('21')
    await press(page, 'Save changes')
    await press(page, 'Save changes')
    await press(page, 'History of changes')
    await arriveAt(page, 'History of changes')
    expect(await wordsOf(page)).toContain('Grace period: 21 days instead of 7 days')
    expect(await wordsOf(page)).toContain('Amara Okafor')
    expect(await wordsOf(page)).toContain('The rules as they began')
  })
})
