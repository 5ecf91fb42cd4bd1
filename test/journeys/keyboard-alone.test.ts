import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Secret, TOTP } from 'otpauth'
import { openContext } from '../support/browser.ts'
import { arriveAt, named, read, wordsOf } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { codeOf, ENABLE, LONG } from './set-up-steps.ts'

const MOST_TABS = 30

const server = await startTestServer()

/** Presses Tab until the focus is there, and looks whether somebody could see it all the way. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' })
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
    expect(await focusSeen(page)).toMatchObject({ isMarked: true, isInView: true })
  }
  throw new Error(`Nobody gets there with Tab: ${target}`)
}

/** Is what has the focus marked, and on the screen? */
async function focusSeen(page: Page): Promise<{ what: string; isMarked: boolean; isInView: boolean }> {
  return await page.evaluate(() => {
    const element = document.activeElement ?? document.body
    const { outlineStyle, outlineWidth } = getComputedStyle(element.closest('.choice') ?? element) // a card is marked as a whole
    const { top, bottom, left, right } = element.getBoundingClientRect()
    return {
      what: element.outerHTML.slice(0, 80),
      isMarked: element === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2),
      isInView: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
    }
  })
}

async function follow(page: Page, name: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, named(page, name))
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press(key)])
}

describe('With the keyboard alone', LONG, () => {
  it('somebody signs in, sets up the app with the typed key, saves their backup codes, and signs out', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })).person()
    const { page } = await openContext()
    await page.goto(server.url)
    await arriveAt(page, 'Sign in')

    await tabTo(page, page.getByLabel('User name or e-mail'))
    await page.keyboard.type(ann.userName)
    await tabTo(page, page.getByLabel('Password', { exact: true }))
    await page.keyboard.type(ann.password)
    await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')])
    await arriveAt(page, 'Set up 2-step verification')
    await follow(page, 'Enable two-step verification')
    await arriveAt(page, 'Keep your account yours')
    await follow(page, 'Get Started')
    await arriveAt(page, 'Choose how to get your codes')
    await follow(page, 'Use Mobile Authenticator', 'Space')
    await arriveAt(page, 'Connect your authenticator app')

    await tabTo(page, page.locator('summary', { hasText: "Can't scan it?" }))
    await page.keyboard.press('Space')
    const app = new TOTP({ secret: Secret.fromBase32((await page.locator('.key code').innerText()).replaceAll(' ', '')) })
    const field = page.getByLabel('6-digit code from your app')
    await tabTo(page, field)
    await page.keyboard.type('12')
    await follow(page, ENABLE)
    await arriveAt(page, 'Enter the code from your app')
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true) // at the error
    await page.keyboard.type(codeOf(app, server))
    await follow(page, ENABLE, 'Space')

    await arriveAt(page, 'Save your backup codes')
    await tabTo(page, named(page, 'Download'))
    const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(file.suggestedFilename()).toMatch(/\.txt$/)
    await follow(page, 'I have saved them', 'Space')
    await arriveAt(page, 'Hello, Ann Example')

    await tabTo(page, page.locator('summary[aria-label="Settings"]'))
    await page.keyboard.press('Enter')
    await follow(page, 'Sign out')
    await arriveAt(page, 'Sign in')
    await read(page, "You're signed out.")
  })

  it('the first Tab of a page leads past its head to its content', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext()
    await page.goto(`${server.url}/sign-in`)
    await page.getByLabel('User name or e-mail').fill(ann.userName)
    await page.getByLabel('Password', { exact: true }).fill(ann.password)
    await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')])
    await arriveAt(page, 'Hello, Ann Example')

    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the main content')
    expect((await focusSeen(page)).isInView).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')

    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
    expect(await wordsOf(page)).toContain('You are signed in.')
  })
})
