import { type TOTP, URI } from 'otpauth'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { decodeQr } from '../support/browser.ts'
import { arriveAt, enterCode, givePassword, press } from '../support/journey.ts'
import type { TestPerson, TestServer } from '../support/test-server.ts'

/** What every page of set-up ends with. */
export const ENABLE = 'Enable 2-Step Verification'

/** For journeys over many pages: a busy machine may take seconds for each. Milliseconds. */
export const LONG = { timeout: 90_000 }

/** Signs in where 2-step verification is required, and goes on to the choice of a way. */
export async function goToChoice(page: Page, server: Pick<TestServer, 'url'>, person: TestPerson, path = '/'): Promise<void> {
  await givePassword(page, server, person, path)
  await arriveAt(page, 'Set up 2-step verification')
  await press(page, 'Enable two-step verification')
  await arriveAt(page, 'Keep your account yours')
  await press(page, 'Get Started')
  await arriveAt(page, 'Choose how to get your codes')
}

/** Chooses the app, and sees its QR code. */
export async function chooseApp(page: Page): Promise<void> {
  await press(page, 'Use Mobile Authenticator')
  await arriveAt(page, 'Connect your authenticator app')
}

/** Enters a number on the page that asks for it. */
export async function givePhone(page: Page, number: string, country?: string): Promise<void> {
  if (country !== undefined) await page.getByLabel('Country').selectOption({ label: country })
  await page.getByLabel('Mobile phone number').fill(number)
  await press(page, 'Update Phone Number')
}

/** Points an authenticator app at the screen; it is not ours, and knows only what the picture says. */
export async function scanQr(page: Page): Promise<TOTP> {
  const scanned = URI.parse(decodeQr(await page.getByRole('img', { name: 'QR code to scan with your authenticator app' }).screenshot()))
  if (!('period' in scanned)) throw new Error('That is no account with time-based codes')
  return scanned
}

/** The code that this app shows by the server's clock. */
export function codeOf(app: TOTP, server: Pick<TestServer, 'clock'>): string {
  return app.generate({ timestamp: server.clock.now() * 1000 })
}

/** The whole of set-up by app, up to the backup codes. */
export async function setUpApp(page: Page, server: TestServer, person: TestPerson, path = '/'): Promise<TOTP> {
  await goToChoice(page, server, person, path)
  await chooseApp(page)
  const app = await scanQr(page)
  await enterCode(page, codeOf(app, server), ENABLE)
  await arriveAt(page, 'Save your backup codes')
  return app
}

/** The backup codes on the page. */
export async function readBackupCodes(page: Page): Promise<string[]> {
  const codes = page.getByRole('list', { name: 'Your backup codes' }).getByRole('listitem')
  await expect.poll(() => codes.count()).toBe(10)
  return await codes.allInnerTexts()
}
