import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, enterCode, goOnToChoose, press, saveBackupCodes, setUpApp, wordsOf } from '../support/journey.ts'
import { describeFurther, scripting } from '../support/long.ts'
import { startSecondHost } from '../support/second-host.ts'

const PASSWORD = 'seven-lanterns-harbour'

const required = await startSecondHost({ requiredSince: 1, graceDays: 0 })
const optional = await startSecondHost()

let people = 0

/** Somebody whom the host knows, at the host's own log-in page. */
async function logIn(page: Page, host: typeof required): Promise<void> {
  const userName = `ann-${people++}`
  host.addUser({ name: 'Ann Example', userName, email: `${userName}@example.org`, roles: [] }, PASSWORD)
  await page.goto(`${host.url}/donors`)
  await page.locator('[name=user]').fill(userName)
  await page.locator('[name=password]').fill(PASSWORD)
  await press(page, 'Log in')
}

const isInside = async (page: Page) => (await page.context().cookies()).some(({ name }) => name === 'crm')

describe.each(scripting)('Setting up inside an application that embeds the library (JavaScript on: %s)', (javaScript) => {
  it('stands between its log-in and its session where it is required', async () => {
    const { page } = await openContext({ javaScript })
    await logIn(page, required)
    expect(new URL(page.url()).pathname).toBe('/two-step/set-up')
    expect(await wordsOf(page)).toContain('Harbour Trust requires 2-step verification for everybody.')
    expect(await isInside(page)).toBe(false)
    await goOnToChoose(page)

    const { backupCodes } = await setUpApp(page, required.clock.now)

    await arriveAtDonors(page)
    expect([await isInside(page), backupCodes.length]).toEqual([true, 10])
  })
})

describeFurther('Setting up by text inside an application', () => {
  it('works with a text that the application sends', async () => {
    const { page } = await openContext()
    await logIn(page, required)
    await goOnToChoose(page)
    await press(page, 'Use Text Message')
    await page.getByLabel('Mobile phone number').fill(`07400 123${String(100 + people)}`)
    await press(page, 'Update Phone Number')

    const text = required.texts.at(-1)
    expect(text).toMatchObject({ to: `+447400123${String(100 + people)}` })
    await enterCode(page, /\b\d{6}\b/.exec(text?.body ?? '')?.[0] ?? '', 'Enable 2-Step Verification')
    await saveBackupCodes(page)

    await arriveAtDonors(page)
  })
})

describe('Setting up by choice inside an application', () => {
  it('asks for the password of that application, and stays in its session', async () => {
    const { page } = await openContext()
    await logIn(page, optional)
    await arriveAtDonors(page)
    await page.goto(`${optional.url}/two-step/my-security`)
    await press(page, 'Set up 2-step verification')
    await press(page, 'Get Started')
    await page.getByLabel('Password', { exact: true }).fill('not-my-password')
    await press(page, 'Continue')
    expect(await wordsOf(page)).toContain("That password isn't right. Try again.")
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await press(page, 'Continue')

    await setUpApp(page, optional.clock.now)

    await arriveAt(page, 'My sign-in security')
    expect(await wordsOf(page)).toContain('Mobile authenticator')
    await press(page, 'Donor Desk')
    await arriveAtDonors(page)
  })

  it('shows its settings to nobody who is not logged in', async () => {
    const { page } = await openContext()

    await page.goto(`${optional.url}/two-step/my-security`)

    expect(new URL(page.url()).pathname).toBe('/login')
  })
})

async function arriveAtDonors(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Donors' }).waitFor()
}
