import type { Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { listen } from '../../src/listen.ts'
import { createLog } from '../../src/log.ts'
import { createStandalone } from '../../src/standalone.ts'
import { openContext } from '../support/browser.ts'
import { freePort } from '../support/free-port.ts'
import { arriveAt, enterPassword, holdsSession, openSettings, press, wordsOf } from '../support/journey.ts'
import { openTestDatabase } from '../support/test-databases.ts'
import { cheapHashing } from '../support/test-server.ts'
import { LONG } from './set-up-steps.ts'

const PASSWORD = 'seven-lanterns-harbour'

/** A new server as it runs in production: no user, no sample, no development pages. */
async function startNewServer(): Promise<{ url: string; link(): Promise<string> }> {
  const { url: databaseUrl, remove } = await openTestDatabase('sqlite')
  const port = await freePort()
  const url = `http://localhost:${port}`
  const log = createLog('fatal')
  const standalone = await createStandalone({
    config: { ...readConfig({ DATABASE_URL: databaseUrl, APPLICATION_NAME: 'Harbour Ledger' }), PUBLIC_URL: url },
    keyring: parseKeyring(generateKey('test')),
    environment: {},
    log,
    isDevelopment: false,
    hashing: cheapHashing,
  })
  const listening = await listen(standalone, { host: '127.0.0.1', port, trustedProxies: [], log })
  afterAll(async () => {
    await listening.stop()
    await remove()
  })
  return { url, link: async () => `${url}/first-administrator?token=${await standalone.accounts.mintFirstAdministratorLink()}` }
}

const server = await startNewServer()

async function fillIn(page: Page, { organization = 'Harbour Trust', password = PASSWORD } = {}): Promise<void> {
  await page.getByLabel('Name of the organization').fill(organization)
  await page.getByLabel('Country').selectOption({ label: 'Germany' })
  await page.getByLabel('Time zone').selectOption('Europe/Berlin')
  await page.getByLabel('Your name').fill('Ann Example')
  await page.getByLabel('E-mail', { exact: true }).fill('ann@example.org')
  await page.getByLabel('User name').fill('ann')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press(page, 'Create the organization')
}

// In this order: the first of them uses the empty server up.
describe('The first administrator of a new server', LONG, () => {
  it('opens the one-time link, describes the organization and themself, and signs in', async () => {
    const { page } = await openContext()
    const link = await server.link()
    await page.goto(link)
    await arriveAt(page, 'Welcome')
    expect(await page.locator('body').innerText()).not.toContain('Development')

    await fillIn(page, { password: 'short' })
    await arriveAt(page, 'Welcome')
    expect(await page.getByText('Use at least 8 characters.').isVisible()).toBe(true)
    expect(await page.getByLabel('Name of the organization').inputValue()).toBe('Harbour Trust')
    expect(await page.getByLabel('Country').locator('option:checked').innerText()).toBe('Germany')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await press(page, 'Create the organization')

    await arriveAt(page, 'Sign in')
    expect(await holdsSession(page)).toBe(false)
    await enterPassword(page, { userName: 'ann', password: PASSWORD })
    await arriveAt(page, 'Hello, Ann Example')
    await openSettings(page)
    expect(await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: '2-Step Verification' }).count()).toBe(1)

    const elsewhere = await openContext()
    await elsewhere.page.goto(link)
    await arriveAt(elsewhere.page, 'This link no longer works')
    expect(await wordsOf(elsewhere.page)).toContain('It works once, for a day, and only while nobody has an account here.')
    await press(elsewhere.page, 'Go to sign-in')
    await arriveAt(elsewhere.page, 'Sign in')
  })
})
