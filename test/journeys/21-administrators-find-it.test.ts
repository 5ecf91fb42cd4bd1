import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, openSettings, press, setUpApp, signIn, wordsOf } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { everyRunBrowsers, LONG, openAdministration, openAdministrator } from '../web/admin/administration-steps.ts'

const server = await startTestServer()

describe.each(everyRunBrowsers)('2-Step Verification in the settings cog, on $on', LONG, (browser) => {
  it('leads an administrator to the status of their organization', async () => {
    const { page } = await openAdministrator(server, await server.organization(), browser)
    await openAdministration(page)
    expect(await wordsOf(page)).toContain('For everybody at Harbour Trust.')
    expect(await wordsOf(page)).toContain('1 of 1 person set up')
  })

  it('is not there for anybody else, and its address is refused', async () => {
    const tom = await (await server.organization()).person({ name: 'Tom Whitfield', enrolled: ['totp'] })
    const { page } = await openContext(browser)
    await signIn(page, server, tom)
    await openSettings(page)
    expect(await page.getByRole('link', { name: '2-Step Verification', exact: true }).count()).toBe(0)
    const answer = await page.goto(`${server.url}/admin/two-step`)
    expect(answer?.status()).toBe(403)
    await arriveAt(page, "You can't open this page")
  })

  it('asks an administrator to protect themself first, and then lets them go on', async () => {
    const amara = await (await server.organization()).person({ name: 'Amara Okafor', role: 'administrator' })
    const { page } = await openContext(browser)
    await signIn(page, server, amara)
    await openSettings(page)
    await press(page, '2-Step Verification')
    await arriveAt(page, 'Set up your own second step first')
    await press(page, 'Set up 2-step verification')
    await arriveAt(page, 'Keep your account yours')
    await press(page, 'Get Started')
    await arriveAt(page, "Verify it's you")
    await page.getByLabel('Password', { exact: true }).fill(amara.password)
    await press(page, 'Continue')
    await arriveAt(page, 'Choose how to get your codes')
    await setUpApp(page, server.clock.now)
    await openAdministration(page)
    expect(new URL(page.url()).pathname).toBe('/admin/two-step')
  })
})
