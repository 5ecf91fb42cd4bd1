import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, chooseSetting, enterPassword, givePassword, press, read, saidBesideField, signIn, signOut, wordsOf } from '../support/journey.ts'
import { scripting } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'
import { readMail } from './mailbox-steps.ts'
import { LONG } from './set-up-steps.ts'

const NEXT = 'eight-painted-ladders'

const server = await startTestServer()

async function change(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel('Current password').fill(current)
  await page.getByLabel('New password').fill(next)
  await press(page, 'Change password')
}

describe.each(scripting)('Changing one\'s own password (JavaScript on: %s)', LONG, (javaScript) => {
  it('takes the present one and a new one, signs out everywhere else, and is told by e-mail', async () => {
    const ann = await (await server.organization()).person()
    const [{ page }, elsewhere] = [await openContext({ javaScript }), await openContext({ javaScript })]
    await signIn(elsewhere.page, server, ann)
    await signIn(page, server, ann)
    await chooseSetting(page, 'Password')
    await arriveAt(page, 'Change your password')

    await change(page, ann.password, NEXT)

    await arriveAt(page, 'My sign-in security')
    await read(page, 'Your password is changed. You are signed out everywhere else, and devices you trusted will be asked for a code again.')
    await elsewhere.page.goto(server.url)
    await arriveAt(elsewhere.page, 'Sign in')
    const letter = await readMail(server, ann, 'Your Harbour Ledger password was changed')
    expect(letter).toContain('The changed password stops working.')
    expect(letter).toContain(`It wasn't me: ${server.url}/not-me?`)

    await signOut(page)
    await givePassword(page, server, ann)
    await read(page, "That user name and password don't match.")
    await enterPassword(page, { ...ann, password: NEXT })
    await arriveAt(page, 'Hello, Ann Example')
  })

  it('says beside the field what is wrong, and changes nothing', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await signIn(page, server, ann)
    await page.goto(`${server.url}/my-security/password`)

    for (const { current = ann.password, next, says } of [
      { current: 'not-my-password', next: NEXT, says: "That isn't your current password. Try again." },
      { next: 'short', says: 'Use at least 8 characters.' },
      { next: 'password123', says: 'That password is easy to guess. Choose another.' },
      { next: 'annexample', says: 'That is mostly your own name. Choose something nobody would expect.' },
      { next: ann.password, says: 'That is your current password. Choose a new one.' },
    ]) {
      await change(page, current, next)
      await arriveAt(page, 'Change your password')
      expect([next, await saidBesideField(page)]).toEqual([next, says])
    }
    await signOut(page)
    await signIn(page, server, ann)
    expect(await wordsOf(page)).toContain('You are signed in.')
  })
})
