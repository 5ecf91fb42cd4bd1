import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, press, read, saidBesideField, signIn, stepUp, wordsOf } from '../support/journey.ts'
import { further } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'
import { everyRunBrowsers, LONG, openAdministration, openAdministrator, stepUpIfAsked } from '../web/admin/administration-steps.ts'

const server = await startTestServer()

describe.each(everyRunBrowsers)('Requiring it for everybody, on $on', LONG, (browser) => {
  it('reaches somebody who is working, at their next page', async () => {
    const harbour = await server.organization()
    const lena = await harbour.person({ name: 'Lena Hartmann' })
    const hers = await openContext(browser)
    await signIn(hers.page, server, lena)
    const { page } = await openAdministrator(server, harbour, browser)
    await openAdministration(page)
    await page.getByLabel('Require it for everybody').check()
    await page.getByLabel('Grace period in days').fill('0')
    await press(page, 'Save changes')
    await press(page, 'Save changes')
    await read(page, 'Your changes are saved.')

    await hers.page.goto(`${server.url}/my-security`)
    await arriveAt(hers.page, 'Set up 2-step verification')
    expect(new URL(hers.page.url()).pathname).toBe('/set-up')
  })

  further('asks for a fresh code first, and forgets nothing of what was entered', async () => {
    const { page, person } = await openAdministrator(server, await server.organization(), browser)
    server.clock.advance(10 * 60)
    await openAdministration(page)
    await page.getByLabel('Grace period in days').fill('21')
    await page.getByLabel('Confirm set-up during sign-in by e-mail').selectOption('For everybody')
    await press(page, 'Save changes')
    await stepUp(page, person.appCode())
    await arriveAt(page, 'Check before you save')
    expect(await wordsOf(page)).toContain('Grace period: 21 days instead of 7 days')

    server.clock.advance(10 * 60) // over lunch
    await press(page, 'Save changes')
    await stepUpIfAsked(page, server, person)
    await arriveAt(page, 'Check before you save')
    await press(page, 'Save changes')
    await read(page, 'Your changes are saved.')
    expect(await page.getByLabel('Grace period in days').inputValue()).toBe('21')
  })

  further('says beside the field what is wrong with it', async () => {
    const { page } = await openAdministrator(server, await server.organization(), browser)
    await openAdministration(page)
    await page.getByLabel('Trust devices for so many days').fill('400')
    await page.getByLabel('Require it for everybody').check()
    await press(page, 'Save changes')
    expect(await saidBesideField(page)).toBe('Enter a whole number from 0 to 365.')
    expect(await page.getByLabel('Require it for everybody').isChecked()).toBe(true)
  })

  it('by two at once: the second sees what the first changed, and goes on from there', async () => {
    const harbour = await server.organization()
    const amara = await openAdministrator(server, harbour, browser)
    const grace = await openAdministrator(server, harbour, browser, 'Grace Lindqvist')
    await openAdministration(amara.page)
    await openAdministration(grace.page)
    await amara.page.getByLabel('Trust devices for so many days').fill('14')
    await press(amara.page, 'Save changes')
    await press(amara.page, 'Save changes')
    await read(amara.page, 'Your changes are saved.')

    await grace.page.getByLabel('Require it for everybody').check()
    await press(grace.page, 'Save changes')
    await read(grace.page, 'Amara Okafor changed these rules while you did, on')
    expect(await wordsOf(grace.page)).toContain('Trust of devices: now 14 days.')
    expect(await grace.page.getByLabel('Require it for everybody').isChecked()).toBe(true)
    expect(await grace.page.getByLabel('Trust devices for so many days').inputValue()).toBe('14')
    await press(grace.page, 'Save changes')
    await arriveAt(grace.page, 'Check before you save')
    await press(grace.page, 'Save changes')
    await read(grace.page, 'Your changes are saved.')
  })
})
