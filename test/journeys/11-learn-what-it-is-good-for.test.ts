import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, givePassword, named, openSettings, press, signIn, wordsOf } from '../support/journey.ts'
import { itOf } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'

const server = await startTestServer()

const BENEFITS = ['Safer in one small step', 'Rarely in the way', 'A way in without your phone']

async function benefitsOn(page: Page): Promise<string[]> {
  await arriveAt(page, 'Keep your account yours')
  return await page.getByRole('heading', { level: 2 }).allInnerTexts()
}

describe.each([true, false])('Before set-up (JavaScript on: %s)', (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('somebody who must set it up reads what it is good for, and gets started', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })).person()
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, ann)
    await press(page, 'Enable two-step verification')

    expect(await benefitsOn(page)).toEqual(BENEFITS)
    expect(await named(page, 'Not now').count()).toBe(0)
    await press(page, 'Get Started')

    await arriveAt(page, 'Choose how to get your codes')
  })

  further('somebody who may set it up reads the same, and gets started once they have proved who they are', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await signIn(page, server, ann)
    await openSettings(page)
    await press(page, 'My sign-in security')
    await press(page, 'Set up 2-step verification')

    expect(await benefitsOn(page)).toEqual(BENEFITS)
    await press(page, 'Get Started')

    await arriveAt(page, "Verify it's you")
    await page.getByLabel('Password', { exact: true }).fill(ann.password)
    await press(page, 'Continue')
    await arriveAt(page, 'Choose how to get your codes')
  })

  further('somebody who may set it up can leave it for another day', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await signIn(page, server, ann)
    await page.goto(`${server.url}/set-up/benefits`)

    await press(page, 'Not now')

    await arriveAt(page, 'My sign-in security')
    expect(await wordsOf(page)).toContain('Your account is protected by a password alone')
  })
})
