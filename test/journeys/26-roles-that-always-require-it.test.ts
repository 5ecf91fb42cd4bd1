import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, named, press, read, signIn, wordsOf } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { browsers, LONG, openAdministration, openAdministrator } from '../web/admin/administration-steps.ts'

const server = await startTestServer()

describe.each(browsers)('Roles that always require it, on $on', LONG, (browser) => {
  it('are extended by an administrator, and lead whoever holds one to set-up at their next page', async () => {
    const harbour = await server.organization()
    const lena = await harbour.person({ name: 'Lena Hartmann' })
    const hers = await openContext({ viewport: browser.viewport })
    await signIn(hers.page, server, lena)

    const { page } = await openAdministrator(server, harbour, browser)
    await openAdministration(page)
    await read(page, 'Always required of: Payments administrator.')
    await press(page, 'See the roles')
    await arriveAt(page, 'Roles that always require it')
    expect(await named(page, 'Stop always requiring it of Payments administrator').count()).toBe(0)

    await press(page, 'Always require it of Staff')
    await arriveAt(page, 'Always require it of Staff?')
    await read(page, '1 person holds this role, 1 of them has not set it up')
    await hers.page.reload()
    await arriveAt(hers.page, 'Hello, Lena Hartmann')

    await press(page, 'Always require it')
    await read(page, 'It is always required of Staff now.')
    await hers.page.reload()
    await arriveAt(hers.page, 'Set up 2-step verification')
    await read(hers.page, 'Your role, Staff, always requires 2-step verification.')

    await press(page, 'History of changes')
    expect(await wordsOf(page)).toMatch(/Amara Okafor (What changed )?Always required of Staff/)
    await page.goBack()
    await press(page, 'Stop always requiring it of Staff')
    await press(page, 'Stop requiring it')
    await read(page, 'The rules for everybody apply to Staff again.')
    await hers.page.goto(server.url)
    await arriveAt(hers.page, 'Hello, Lena Hartmann')
  })
})
