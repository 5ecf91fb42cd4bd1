import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, enterCode, goOnToChoose, press, saveBackupCodes, setUpApp, wordsOf } from '../support/journey.ts'
import { further } from '../support/long.ts'
import { startSecondHost } from '../support/second-host.ts'

const DAY = 24 * 60 * 60
const PASSWORD = 'seven-lanterns-harbour'

const host = await startSecondHost({ requiredSince: 1, graceDays: 0 })

let people = 0

/** Somebody with an account at the host and an app, who has logged out. */
async function personWithApp(page: Page) {
  const userName = await newUser()
  await logIn(page, userName)
  await goOnToChoose(page)
  const { code, backupCodes } = await setUpApp(page, host.clock.now)
  await logOut(page)
  host.clock.advance(APP_STEP_SECONDS)
  return { userName, appCode: code, backupCodes }
}

async function newUser(): Promise<string> {
  const userName = `ann-${people++}`
  host.addUser({ name: 'Ann Example', userName, email: `${userName}@example.org`, roles: [] }, PASSWORD)
  return userName
}

async function logIn(page: Page, userName: string): Promise<void> {
  await page.goto(`${host.url}/donors`)
  await page.locator('[name=user]').fill(userName)
  await page.locator('[name=password]').fill(PASSWORD)
  await press(page, 'Log in')
}

/** The host forgets the browser; what the library keeps stays. */
async function logOut(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Donors' }).waitFor()
  await page.context().clearCookies({ name: 'crm' })
}

const isInside = async (page: Page) => (await page.context().cookies()).some(({ name }) => name === 'crm')

describe('Signing in to an application that embeds the library', () => {
  it('asks for the code of the app after the password of the application, at every log-in', async () => {
    const { page } = await openContext()
    const ann = await personWithApp(page)

    await logIn(page, ann.userName)

    await arriveAt(page, "Verify it's you")
    expect(new URL(page.url()).pathname).toBe('/two-step/verify')
    expect(await wordsOf(page)).toContain('the code it shows for Donor Desk')
    expect(await isInside(page)).toBe(false)
    await enterCode(page, ann.appCode())
    await page.getByRole('heading', { name: 'Donors' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/donors')
    expect(await isInside(page)).toBe(true)
  })

  it('texts a code through the application', async () => {
    const { page } = await openContext()
    const userName = await newUser()
    const enterTexted = async (button: string) => enterCode(page, /\b\d{6}\b/.exec(host.texts.at(-1)?.body ?? '')?.[0] ?? '', button)
    await logIn(page, userName)
    await goOnToChoose(page)
    await press(page, 'Use Text Message')
    await page.getByLabel('Mobile phone number').fill('07400 123456')
    await press(page, 'Update Phone Number')
    await enterTexted('Enable 2-Step Verification')
    await saveBackupCodes(page)
    await logOut(page)

    await logIn(page, userName)

    expect(await wordsOf(page)).toContain('We texted a 6-digit code to your phone ending in 56.')
    await enterTexted('Verify')
    await page.getByRole('heading', { name: 'Donors' }).waitFor()
    expect(host.texts.map(({ to }) => to)).toEqual(['+447400123456', '+447400123456'])
  })

  further('takes a backup code, says how many are left, and leads on into the application', async () => {
    const { page } = await openContext()
    const ann = await personWithApp(page)
    await logIn(page, ann.userName)

    await enterCode(page, ann.backupCodes[0] ?? '')

    await arriveAt(page, 'You used a backup code')
    expect(await wordsOf(page)).toContain('You have 9 backup codes left.')
    await press(page, 'Continue')
    await page.getByRole('heading', { name: 'Donors' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/donors')
  })

  further('does not ask on a trusted device until the time is up', async () => {
    const { page } = await openContext()
    const ann = await personWithApp(page)
    await logIn(page, ann.userName)
    await page.getByLabel('Trust this device').check()
    await enterCode(page, ann.appCode())
    await logOut(page)

    host.clock.advance(30 * DAY - 1)
    await logIn(page, ann.userName)
    await logOut(page)

    host.clock.advance(1)
    await logIn(page, ann.userName)
    await arriveAt(page, "Verify it's you")
    expect(await wordsOf(page)).toContain('We ask because the time for trusting this device has run out.')
  })
})
