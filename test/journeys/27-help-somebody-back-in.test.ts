import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, enterCode, givePassword, goOnToChoose, press, read, setUpApp, signIn, wordsOf } from '../support/journey.ts'
import { further } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'
import { everyRunBrowsers, LONG, openAdministrator, openPerson, stepUpIfAsked } from '../web/admin/administration-steps.ts'

const server = await startTestServer()

describe.each(everyRunBrowsers)('Somebody whose phone is lost, on $on', LONG, (browser) => {
  it('is let in once by a recovery pass that is read out, and sets up again; the old way is dead', async () => {
    const harbour = await server.organization()
    const tom = await harbour.person({ name: 'Tom Whitfield', enrolled: ['totp'] })
    const { page } = await openAdministrator(server, harbour, browser)
    await openPerson(page, 'Tom Whitfield')
    await press(page, 'Make a recovery pass')
    await press(page, 'Make the pass')
    await read(page, 'Make sure first')
    await page.getByLabel('I checked who they are').check()
    await press(page, 'Make the pass')
    await arriveAt(page, 'Read this pass out')
    const pass = await page.getByLabel('Recovery pass').innerText()
    await press(page, 'Done')
    expect(await wordsOf(page)).not.toContain(pass)

    const his = (await openContext(browser)).page
    await givePassword(his, server, tom)
    await press(his, 'Try another way')
    await press(his, 'Use a recovery pass')
    await his.getByLabel('Recovery pass').fill(pass.toLowerCase().replaceAll('-', ' '))
    await press(his, 'Verify')
    await arriveAt(his, 'Set up 2-step verification')
    expect(await wordsOf(his)).toContain('An administrator helped you back in.')
    await his.goto(`${server.url}/my-security`)
    expect(new URL(his.url()).pathname).not.toBe('/my-security')
    await his.goto(`${server.url}/set-up`)
    await goOnToChoose(his)
    const { code } = await setUpApp(his, server.clock.now)
    await arriveAt(his, 'Hello, Tom Whitfield')

    const later = (await openContext(browser)).page
    server.clock.advance(APP_STEP_SECONDS)
    await givePassword(later, server, tom)
    await enterCode(later, tom.appCode())
    await read(later, "isn't right")
    await givePassword(later, server, tom)
    await enterCode(later, code())
    await arriveAt(later, 'Hello, Tom Whitfield')
  })

  it('is reset, and sets up again with the password alone', async () => {
    const harbour = await server.organization({ requiredSince: 1, graceDays: 0 })
    const tom = await harbour.person({ name: 'Tom Whitfield', enrolled: ['totp'] })
    const { page } = await openAdministrator(server, harbour, browser)
    await openPerson(page, 'Tom Whitfield')
    await press(page, 'Reset 2-step verification')
    await arriveAt(page, 'Reset 2-step verification of Tom Whitfield?')
    await press(page, 'Reset')
    await read(page, 'It is reset.')
    expect(await wordsOf(page)).toContain('Overdue')

    const his = (await openContext(browser)).page
    await givePassword(his, server, tom)
    await goOnToChoose(his)
    await setUpApp(his, server.clock.now)
    await arriveAt(his, 'Hello, Tom Whitfield')
  })
})

describe.each(everyRunBrowsers)("One person's page, on $on", LONG, (browser) => {
  further('signs out everywhere, stops trusting devices, and lets codes work again', async () => {
    const harbour = await server.organization()
    const tom = await harbour.person({ name: 'Tom Whitfield', enrolled: ['totp'] })
    const his = (await openContext(browser)).page
    server.clock.advance(APP_STEP_SECONDS)
    await signIn(his, server, tom, { trustDevice: true })
    const { page, person } = await openAdministrator(server, harbour, browser)
    await openPerson(page, 'Tom Whitfield')
    expect(await wordsOf(page)).toContain('Sessions 1')
    await press(page, 'Stop trusting all devices')
    await press(page, 'Stop trusting all')
    await read(page, 'No device of theirs is trusted now.')
    await press(page, 'Sign out everywhere')
    await press(page, 'Sign out everywhere')
    await read(page, 'They are signed out everywhere.')
    await his.goto(`${server.url}/my-security`)
    await arriveAt(his, 'Sign in')

    await givePassword(his, server, tom)
    for (let i = 0; i < 5; i++) await enterCode(his, '000000')
    await openPerson(page, 'Tom Whitfield')
    await read(page, 'After wrong codes the next one is taken from')
    await press(page, 'Let codes work again')
    await stepUpIfAsked(page, server, person)
    await press(page, 'Let codes work again')
    await read(page, 'Codes work again.')
  })

  it('exempts for a time, with a reason, and the list says until when', async () => {
    const harbour = await server.organization({ requiredSince: 1, graceDays: 0 })
    const lena = await harbour.person({ name: 'Lena Hartmann' })
    const { page } = await openAdministrator(server, harbour, browser)
    await openPerson(page, 'Lena Hartmann')
    await press(page, 'Exempt for a time')
    await page.getByLabel('Last day').fill(new Date((server.clock.now() + 5 * 86_400) * 1000).toISOString().slice(0, 10))
    await press(page, 'Exempt')
    await read(page, 'Say why')
    await page.getByLabel('Reason').fill('New phone arrives on Friday')
    await press(page, 'Exempt')
    await read(page, 'They are exempt until that day.')
    expect(await wordsOf(page)).toContain('Exempt until')

    const hers = (await openContext(browser)).page
    await signIn(hers, server, lena)
    await press(page, 'End the exemption')
    await press(page, 'End the exemption')
    await read(page, 'The exemption has ended.')
    await hers.goto(`${server.url}/my-security`)
    await arriveAt(hers, 'Set up 2-step verification')
  })

  it("is the administrator's own: nothing is offered there", async () => {
    const { page } = await openAdministrator(server, await server.organization(), browser)
    await openPerson(page, 'Amara Okafor')
    await read(page, 'This is you.')
    expect(await page.getByRole('link', { name: 'Sign out everywhere' }).count()).toBe(0)
  })
})
