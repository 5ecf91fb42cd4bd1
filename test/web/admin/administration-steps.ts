import type { Page } from 'playwright-core'
import { openContext } from '../../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, openSettings, press, signIn, stepUp } from '../../support/journey.ts'
import { isLong } from '../../support/long.ts'
import type { TestOrganization, TestPerson, TestServer } from '../../support/test-server.ts'

/** A phone with scripts, and a desk without: between them everything must work. */
export const browsers = [
  { on: 'a phone', viewport: { width: 360, height: 740 }, javaScript: true },
  { on: 'a desk, without JavaScript', viewport: { width: 1280, height: 800 }, javaScript: false },
] as const

/** The phone in every run, the desk too in `npm run test:long`. */
export const everyRunBrowsers = isLong ? browsers : browsers.slice(0, 1)

/** What a busy machine needs for a whole journey. */
export const LONG = { timeout: 180_000 } // milliseconds

/** An administrator who has just signed in with a code. */
export async function openAdministrator(
  server: TestServer,
  organization: TestOrganization,
  { javaScript, viewport }: Pick<(typeof browsers)[number], 'javaScript' | 'viewport'>,
  name = 'Amara Okafor',
): Promise<{ page: Page; person: TestPerson }> {
  const person = await organization.person({ name, role: 'administrator', enrolled: ['totp'] })
  const { page } = await openContext({ javaScript, viewport, locale: 'en-GB' })
  server.clock.advance(APP_STEP_SECONDS)
  await signIn(page, server, person)
  return { page, person }
}

/** From any page, by the settings cog. */
export async function openAdministration(page: Page): Promise<void> {
  await openSettings(page)
  await press(page, '2-Step Verification')
  await arriveAt(page, '2-Step Verification')
}

/** From any page, by the settings cog, to the list of people. */
export async function openPeople(page: Page): Promise<void> {
  await openAdministration(page)
  await press(page, 'People')
  await arriveAt(page, 'People')
}

/** Finds one person by name, and opens their page. */
export async function openPerson(page: Page, name: string): Promise<void> {
  await openPeople(page)
  await page.getByLabel('Name or e-mail').fill(name)
  await press(page, 'Show')
  await press(page, name)
  await arriveAt(page, name)
}

/** Gives a fresh code, where one is asked for first. */
export async function stepUpIfAsked(page: Page, server: TestServer, person: TestPerson): Promise<void> {
  if (new URL(page.url()).pathname !== '/step-up') return
  server.clock.advance(APP_STEP_SECONDS)
  await stepUp(page, person.appCode())
}

/** The names in the list, in its order. */
export async function namesOf(page: Page): Promise<string[]> {
  return await page.getByRole('rowheader').getByRole('link').allInnerTexts()
}
