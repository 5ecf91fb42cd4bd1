import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, enterCode, givePassword, holdsSession, press, read, readTextedCode, signIn, signOut, wordsOf } from '../support/journey.ts'
import { further as inLong, itOf } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { chooseApp, codeOf, ENABLE, givePhone, goToChoice, LONG, scanQr } from './set-up-steps.ts'

const MINUTE = 60

const server = await startTestServer()

/** Goes from the settings to the choice of a way, giving the password again. */
async function chooseFreely(page: Page, ann: TestPerson): Promise<void> {
  await signIn(page, server, ann)
  await page.goto(`${server.url}/set-up/choose`)
  await arriveAt(page, "Verify it's you")
  await page.getByLabel('Password', { exact: true }).fill(ann.password)
  await press(page, 'Continue')
  await arriveAt(page, 'Choose how to get your codes')
}

/** What their settings say of it. */
async function status(page: Page): Promise<string> {
  await page.goto(`${server.url}/my-security`)
  await arriveAt(page, 'My sign-in security')
  return /2-step verification (On|Off)/.exec(await wordsOf(page))?.[1] ?? ''
}

describe.each([true, false])('Until a code has proved it (JavaScript on: %s)', LONG, (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('nothing is on: set-up by app that was left lets the person sign in as before', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await chooseFreely(page, ann)
    await chooseApp(page)

    expect(await status(page)).toBe('Off')
    await signOut(page)

    await signIn(page, server, ann) // without a code
    expect(await status(page)).toBe('Off')
  })

  further('nothing is on: set-up by text that was left lets the person sign in as before', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await chooseFreely(page, ann)
    await press(page, 'Use Text Message')
    await givePhone(page, ann.phone)
    await arriveAt(page, 'Enter the code we texted')

    expect(await status(page)).toBe('Off')
    await signOut(page)

    await signIn(page, server, ann)
    expect(await status(page)).toBe('Off')
  })

  further('somebody who must set it up is asked to again, and nothing of the first try is left', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })).person()
    const { page } = await openContext({ javaScript })
    await goToChoice(page, server, ann)
    await chooseApp(page)
    const abandoned = await scanQr(page)
    await page.context().clearCookies()

    await goToChoice(page, server, ann) // set-up is asked for, and no code
    expect(await holdsSession(page)).toBe(false)
    await chooseApp(page)
    const app = await scanQr(page)
    await enterCode(page, codeOf(abandoned, server), ENABLE)
    await arriveAt(page, 'Enter the code from your app')
    expect(await holdsSession(page)).toBe(false)
    await enterCode(page, codeOf(app, server), ENABLE)
    await arriveAt(page, 'Save your backup codes')
    expect(await holdsSession(page)).toBe(true)
  })

  inLong('a change of app that was left keeps the old app, its codes and its backup codes', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })
    await signIn(page, server, ann)
    server.clock.advance(APP_STEP_SECONDS)
    await page.goto(`${server.url}/my-security`)
    await press(page, 'Change app')
    await arriveAt(page, 'Connect your authenticator app')
    const unproved = await scanQr(page)
    await page.goto(`${server.url}/my-security`)
    await read(page, '10 backup codes left')
    await signOut(page)
    server.clock.advance(APP_STEP_SECONDS)

    await givePassword(page, server, ann)
    await enterCode(page, codeOf(unproved, server))
    await arriveAt(page, "Verify it's you")
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')
    expect(await status(page)).toBe('On')
  })

  inLong('five wrong codes stop it and change nothing', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await chooseFreely(page, ann)
    await press(page, 'Use Text Message')
    await givePhone(page, ann.phone)
    const code = await readTextedCode(server, ann)

    for (let tries = 0; tries < 5; tries++) await enterCode(page, code === '111111' ? '222222' : '111111', ENABLE)

    await arriveAt(page, 'That was too many wrong codes')
    expect(await wordsOf(page)).toContain('This set-up was stopped, and nothing was changed.')
    await press(page, 'Choose again')
    await arriveAt(page, 'Choose how to get your codes')
    expect(await status(page)).toBe('Off')
  })

  further('a set-up that lay open too long has ended, which the page says, and leads to a new one', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await chooseFreely(page, ann)
    await chooseApp(page)
    const app = await scanQr(page)
    server.clock.advance(30 * MINUTE)

    await enterCode(page, codeOf(app, server), ENABLE)

    await arriveAt(page, 'This set-up has ended')
    expect(await status(page)).toBe('Off')
  })
})
