import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, enterCode, enterPassword, holdsSession, named, press, read, saidBesideField, wordsOf } from '../support/journey.ts'
import { further, scripting } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { linkInMail, receives } from './mailbox-steps.ts'
import { LONG } from './set-up-steps.ts'

const NEXT = 'nine-copper-kettles'
const SUBJECT = 'Set a new password for Harbour Ledger'

const server = await startTestServer()

async function askForLink(page: Page, identifier: string): Promise<void> {
  await page.goto(`${server.url}/sign-in`)
  await press(page, 'Forgot your password?')
  await arriveAt(page, 'Forgot your password?')
  await page.getByLabel('User name or e-mail').fill(identifier)
  await press(page, 'Send the link')
}

/** Asks for a link and follows it from the mailbox; gives its address too. */
async function followLink(page: Page, ann: TestPerson): Promise<string> {
  await askForLink(page, ann.userName)
  const link = await linkInMail(server, ann, SUBJECT, 'Set a new password')
  await page.goto(link)
  await arriveAt(page, 'Choose a new password')
  return link
}

describe.each(scripting)('A forgotten password (JavaScript on: %s)', LONG, (javaScript) => {
  it('is set anew with a link by e-mail, which ends at the sign-in page and never skips the second step', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })
    await followLink(page, ann)
    expect(await wordsOf(page)).toContain('If you use 2-step verification, it stays as it is.')

    await page.getByLabel('New password').fill(NEXT)
    await press(page, 'Set new password')

    await arriveAt(page, 'Sign in')
    await read(page, 'Your password was changed. Sign in with the new one.')
    expect(await holdsSession(page)).toBe(false)
    await enterPassword(page, { ...ann, password: NEXT })
    await arriveAt(page, "Verify it's you")
    expect(await holdsSession(page)).toBe(false)
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')
    await receives(server, ann, 'Your Harbour Ledger password was changed')
  })

  it('has a link that says so when it is opened twice, and leads on', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    const link = await followLink(page, ann)
    await page.getByLabel('New password').fill(NEXT)
    await press(page, 'Set new password')

    await page.goto(link)

    await arriveAt(page, 'This link no longer works')
    expect(await wordsOf(page)).toContain('Each link works once, and for an hour.')
    expect(await named(page, 'Ask for a new link').count()).toBe(1)
    await press(page, 'Go to sign-in')
    await enterPassword(page, { ...ann, password: NEXT })
    await arriveAt(page, 'Hello, Ann Example')
  })

  it('has a link that may be looked at before it is used, and takes another password after a weak one', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    const link = await followLink(page, ann)
    await page.goto(link)
    await page.getByLabel('New password').fill('short')
    await press(page, 'Set new password')
    expect(await saidBesideField(page)).toBe('Use at least 8 characters.')

    await page.getByLabel('New password').fill(NEXT)
    await press(page, 'Set new password')

    await arriveAt(page, 'Sign in')
  })

  further('is answered alike for somebody who is known and somebody who is not', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await askForLink(page, ann.userName)
    await arriveAt(page, 'Check your e-mail')
    const known = await wordsOf(page)

    await askForLink(page, 'nobody-of-that-name')

    await arriveAt(page, 'Check your e-mail')
    expect(await wordsOf(page)).toBe(known)
  })
})

describe('The link in the e-mail', () => {
  it('can be pressed where the e-mail is read', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext()
    await askForLink(page, ann.userName)
    await receives(server, ann, SUBJECT)
    await page.goto(`${server.url}/development/mailbox`)
    await page.getByRole('link').filter({ hasText: SUBJECT }).filter({ hasText: `To ${ann.email}` }).click()

    await page.frameLocator('iframe').getByRole('link', { name: 'Set a new password' }).click()

    await arriveAt(page, 'Choose a new password')
    expect(page.url()).toMatch(/\/reset-password\?token=/)
  })
})
