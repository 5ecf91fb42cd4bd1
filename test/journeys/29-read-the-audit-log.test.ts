import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { arriveAt, named, press, read, wordsOf } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { browsers, LONG, openAdministration, openAdministrator } from '../web/admin/administration-steps.ts'

const server = await startTestServer()

describe.each(browsers)('The audit log, on $on', LONG, (browser) => {
  it('is found from the settings, narrowed down, sent as an address, and taken away as a file', async () => {
    const harbour = await server.organization()
    await harbour.person({ name: 'Lena Hartmann', enrolled: ['totp'] })
    const { page } = await openAdministrator(server, harbour, browser)
    await openAdministration(page)
    await press(page, 'People')
    await press(page, 'Lena Hartmann')
    await press(page, 'Sign out everywhere')
    await press(page, 'Sign out everywhere')

    await openAdministration(page)
    await press(page, 'Audit log')
    await arriveAt(page, 'Audit log')
    expect(await wordsOf(page)).toContain('All times are those of Europe/London.')
    expect(await wordsOf(page)).toMatch(/Amara Okafor .*Signed out everywhere.* Lena Hartmann .*Success/)

    await page.getByLabel('Kind').selectOption('Codes and other proofs')
    await page.getByLabel('Person').fill('amara')
    await press(page, 'Show')
    expect(await wordsOf(page)).not.toContain('Lena Hartmann')
    const bookmark = page.url()
    const [download] = await Promise.all([page.waitForEvent('download'), named(page, 'Download as CSV').click()])
    expect(download.suggestedFilename()).toMatch(/^Audit log, Harbour Trust, \d{4}-\d\d-\d\d\.csv$/)
    expect(await text(await download.createReadStream())).toMatch(/"Right code entered","","Mobile authenticator","Success"/)

    await page.getByLabel('Search', { exact: true }).fill('zzz')
    await press(page, 'Show')
    await read(page, 'Nothing matches')
    await page.goto(bookmark)
    expect(await page.getByLabel('Person').inputValue()).toBe('amara')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})
