import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { named, press, read, wordsOf } from '../support/journey.ts'
import { itOf } from '../support/long.ts'
import { startTestServer, type TestOrganization } from '../support/test-server.ts'
import { browsers, LONG, namesOf, openAdministrator, openPeople } from '../web/admin/administration-steps.ts'

const server = await startTestServer()

async function populate(harbour: TestOrganization): Promise<void> {
  await harbour.person({ name: 'Tom Whitfield', enrolled: ['sms'] })
  await harbour.person({ name: 'Lena Hartmann' })
  await harbour.person({ name: 'Priya Nair', role: 'paymentsAdministrator' })
  await harbour.person({ name: 'Daniel Mensah', role: 'paymentsAdministrator', enrolled: ['totp', 'sms'] })
}

describe.each(browsers)('The list of people, on $on', LONG, (browser) => {
  const further = itOf({ everyRun: browser.javaScript })

  it('is filtered, searched and sorted, and its address shows the same again', async () => {
    const harbour = await server.organization({ requiredSince: server.clock.now(), graceDays: 7 })
    await populate(harbour)
    const { page } = await openAdministrator(server, harbour, browser)
    await openPeople(page)
    expect(await namesOf(page)).toEqual(['Amara Okafor', 'Daniel Mensah', 'Lena Hartmann', 'Priya Nair', 'Tom Whitfield'])
    expect(await wordsOf(page)).toContain('In grace until')

    await page.getByLabel('Role').selectOption('Payments administrator')
    await page.getByLabel('Way to verify').selectOption('None')
    await press(page, 'Show')
    expect(await namesOf(page)).toEqual(['Priya Nair'])
    expect(await wordsOf(page)).toContain('Overdue')
    const bookmark = page.url()

    await press(page, 'Show everybody')
    await page.getByLabel('Name or e-mail').fill('whit')
    await press(page, 'Show')
    expect(await namesOf(page)).toEqual(['Tom Whitfield'])
    await press(page, 'Tom Whitfield')
    await read(page, 'Phone ending in')

    await page.goto(bookmark)
    expect(await namesOf(page)).toEqual(['Priya Nair'])
    expect(await page.getByLabel('Role').inputValue()).toBe('payments-administrator')
  })

  further('is sorted both ways', async () => {
    const harbour = await server.organization()
    await populate(harbour)
    const { page } = await openAdministrator(server, harbour, browser)
    await openPeople(page)
    if (browser.viewport.width < 768) {
      await page.getByLabel('Sort by').selectOption('Name')
      await page.getByLabel('Order').selectOption('Descending')
      await press(page, 'Show')
    } else {
      await press(page, 'Name')
    }
    expect(await namesOf(page)).toEqual(['Tom Whitfield', 'Priya Nair', 'Lena Hartmann', 'Daniel Mensah', 'Amara Okafor'])
  })

  further('says what to do when nobody matches', async () => {
    const { page } = await openAdministrator(server, await server.organization(), browser)
    await openPeople(page)
    await page.getByLabel('Name or e-mail').fill('zzz')
    await press(page, 'Show')
    await read(page, 'Nobody matches')
    await named(page, 'Show everybody').last().click()
    await read(page, 'Amara Okafor')
    expect(await namesOf(page)).toEqual(['Amara Okafor'])
  })

  further('comes as a file of exactly what it shows', async () => {
    const harbour = await server.organization()
    await populate(harbour)
    const { page } = await openAdministrator(server, harbour, browser)
    await openPeople(page)
    await page.getByLabel('Way to verify').selectOption('Text message')
    await press(page, 'Show')
    const [download] = await Promise.all([page.waitForEvent('download'), named(page, 'Download as CSV').click()])
    expect(download.suggestedFilename()).toMatch(/^2-step verification, Harbour Trust, \d{4}-\d\d-\d\d\.csv$/)
    const lines = (await text(await download.createReadStream())).trimEnd().split('\r\n')
    expect(lines.map((line) => line.split('","')[0])).toEqual(['"Name', '"Daniel Mensah', '"Tom Whitfield'])
  })

  further('goes on by pages of 25, and back to the first', async () => {
    const harbour = await server.organization()
    for (let i = 10; i < 40; i++) await harbour.person({ name: `Person ${i}` })
    const { page } = await openAdministrator(server, harbour, browser)
    await openPeople(page)
    expect(await namesOf(page)).toHaveLength(25)
    await press(page, 'Next')
    expect((await namesOf(page)).at(-1)).toBe('Person 39')
    await press(page, 'First page')
    expect((await namesOf(page))[0]).toBe('Amara Okafor')
  })
})
