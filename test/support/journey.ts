import { Secret, TOTP } from 'otpauth'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openDesk } from './browser.ts'
import type { TestPerson, TestServer } from './test-server.ts'

// The steps a person takes, in the order in which they take them: they read headings, fill what is
// labelled and press what has a name. Nothing here waits for a time, only for what the page shows.

const PATIENCE = { timeout: 10_000 } // milliseconds; a busy machine is slow, a page that never comes is wrong

/** Life of the code that an app shows; advance the clock by it before somebody's second code. */
export const APP_STEP_SECONDS = 30

/** Waits for the page with this heading. */
export async function arriveAt(page: Page, heading: string): Promise<void> {
  await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText(), PATIENCE).toBe(heading)
}

/** Waits until the page says so, anywhere in it. */
export async function read(page: Page, words: string): Promise<void> {
  await expect.poll(() => wordsOf(page), PATIENCE).toContain(words)
}

/** All that a page says to its reader, each run of spaces as one. */
export async function wordsOf(page: Page): Promise<string> {
  return (await page.getByRole('main').innerText()).replace(/\s+/g, ' ')
}

/** What is said beside the field that was filled in wrongly; '' when nothing is. */
export async function saidBesideField(page: Page): Promise<string> {
  const id = (await page.locator('[aria-invalid=true]').first().getAttribute('aria-describedby'))?.split(' ')[0]
  return id === undefined ? '' : (await page.locator(`[id="${id}"]`).innerText()).trim()
}

/** The button or link of this name, in full. */
export function named(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true }))
}

/** Presses a button or link, and waits for the page that it leads to. */
export async function press(page: Page, name: string): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), named(page, name).click()])
}

/** Enters user name and password, on the page where somebody who wants `path` is sent. */
export async function givePassword(page: Page, server: Pick<TestServer, 'url'>, person: Pick<TestPerson, 'userName' | 'password'>, path = '/'): Promise<void> {
  await page.goto(server.url + path)
  await arriveAt(page, 'Sign in')
  await enterPassword(page, person)
}

/** Enters user name and password on the page that asks for them. */
export async function enterPassword(page: Page, { userName, password }: Pick<TestPerson, 'userName' | 'password'>): Promise<void> {
  await page.getByLabel('User name or e-mail').fill(userName)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press(page, 'Sign in')
}

/** Types a code into the one field for it, and sends it with the button of this name. */
export async function enterCode(page: Page, code: string, button = 'Verify'): Promise<void> {
  await page.getByLabel(/code/i).and(page.getByRole('textbox')).fill(code)
  await press(page, button)
}

/**
 * Arrives at the first page signed in, with the app's code where one is asked for. The forms are sent without being
 * looked at, which takes a third of the time: for journeys that begin where somebody is signed in.
 */
export async function signIn(page: Page, server: Pick<TestServer, 'url' | 'publicUrl'>, person: TestPerson, { trustDevice = false } = {}): Promise<void> {
  const { request } = page.context()
  const post = async (path: string, fields: Record<string, string>) => {
    const form = await (await request.get(server.url + path)).text()
    const formToken = /name="formToken" value="([^"]*)"/.exec(form)?.[1] ?? ''
    return await request.post(server.url + path, { form: { formToken, ...fields }, headers: { origin: server.publicUrl } })
  }
  const answer = await post('/sign-in', { identifier: person.userName, password: person.password, next: '/' })
  if (new URL(answer.url()).pathname === '/verify') {
    await post('/verify', { code: person.appCode(), ...(trustDevice ? { trustDevice: 'on' } : {}) })
  }
  await page.goto(server.url)
  await arriveAt(page, `Hello, ${person.name}`)
}

/** The whole of a sign-in, page by page; with the app's code where one is asked for. */
export async function signInOnPages(page: Page, server: Pick<TestServer, 'url'>, person: TestPerson, { trustDevice = false } = {}): Promise<void> {
  await givePassword(page, server, person)
  if (new URL(page.url()).pathname === '/verify') {
    if (trustDevice) await page.getByLabel('Trust this device').check()
    await enterCode(page, person.appCode())
  }
  await arriveAt(page, `Hello, ${person.name}`)
}

/** Signs out with the settings cog. */
export async function signOut(page: Page): Promise<void> {
  await openSettings(page)
  await press(page, 'Sign out')
  await arriveAt(page, 'Sign in')
}

/** Opens the settings cog of a page for people who are signed in. */
export async function openSettings(page: Page): Promise<void> {
  await page.locator('summary[aria-label="Settings"]').click()
}

/** Opens the settings cog, and goes to one of the pages it names. */
export async function chooseSetting(page: Page, name: string): Promise<void> {
  await openSettings(page)
  await Promise.all([page.waitForEvent('domcontentloaded'), page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name, exact: true }).click()])
}

/** A fresh code, where one is asked for before something important. */
export async function stepUp(page: Page, code: string): Promise<void> {
  await arriveAt(page, "Verify it's you")
  await enterCode(page, code, 'Continue')
}

/** Looks at the phone, in another window, and reads the code off the newest text. */
export async function readTextedCode(server: Pick<TestServer, 'url'>, { phone }: Pick<TestPerson, 'phone'>): Promise<string> {
  const text = await readNewestText(server, phone)
  const code = /\b\d{6}\b/.exec(text)?.[0]
  if (code === undefined) throw new Error(`There is no code in this text: ${text}`)
  return code
}

/** The newest text on the phone with this number (E.164). */
export async function readNewestText(server: Pick<TestServer, 'url'>, phone: string): Promise<string> {
  return await (await textsOn(server, phone)).last().innerText()
}

/** How many texts the phone with this number has received. */
export async function countTexts(server: Pick<TestServer, 'url'>, phone: string): Promise<number> {
  return await (await textsOn(server, phone)).count()
}

async function textsOn(server: Pick<TestServer, 'url'>, phone: string): Promise<Locator> {
  const { page } = await openDesk()
  await page.goto(`${server.url}/development/phone`)
  return page.locator(`[data-number="${phone}"] .bubble`)
}

/** Is there a session? Its cookie alone says so. */
export async function holdsSession(page: Page): Promise<boolean> {
  return (await page.context().cookies()).some(({ name }) => name.endsWith('session'))
}

/** Somebody who is asked to: reads the required page, and goes on to the choice of a way. */
export async function goOnToChoose(page: Page): Promise<void> {
  await arriveAt(page, 'Set up 2-step verification')
  await press(page, 'Enable two-step verification')
  await arriveAt(page, 'Keep your account yours')
  await press(page, 'Get Started')
  await arriveAt(page, 'Choose how to get your codes')
}

/** Sets up an authenticator app, from the choice of a way to the saved backup codes; gives the app that was set up. */
export async function setUpApp(page: Page, now: () => number): Promise<{ code(): string; backupCodes: string[] }> {
  await press(page, 'Use Mobile Authenticator')
  await page.getByText("Can't scan it?").click()
  const key = await page.locator('.key code').innerText()
  const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) })
  const code = () => totp.generate({ timestamp: now() * 1000 })
  await enterCode(page, code(), 'Enable 2-Step Verification')
  return { code, backupCodes: await saveBackupCodes(page) }
}

/** Reads the backup codes and says that they are saved; [] when none are shown. */
export async function saveBackupCodes(page: Page): Promise<string[]> {
  const codes = await page.getByRole('list', { name: 'Your backup codes' }).getByRole('listitem').allInnerTexts()
  if (codes.length > 0) await press(page, 'I have saved them')
  return codes
}
