import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { openDesk } from '../support/browser.ts'
import { wordsOf } from '../support/journey.ts'
import type { TestServer } from '../support/test-server.ts'

interface Reader {
  email: string | null
}

/** The subjects of somebody's e-mails, newest first, as the mailbox lists them in another tab. */
export async function subjectsFor(server: Pick<TestServer, 'url'>, { email }: Reader): Promise<string[]> {
  return await inMailbox(server, (tab) => tab.getByRole('listitem').filter({ hasText: `To ${email}` }).locator('strong').allInnerTexts())
}

/** Waits for an e-mail with this subject. */
export async function receives(server: Pick<TestServer, 'url'>, reader: Reader, subject: string): Promise<void> {
  await expect.poll(() => subjectsFor(server, reader), { timeout: 10_000 }).toContain(subject)
}

/** Waits for an e-mail with this subject, opens it and reads it as plain text. */
export async function readMail(server: Pick<TestServer, 'url'>, reader: Reader, subject: string): Promise<string> {
  await receives(server, reader, subject)
  return await inMailbox(server, async (tab) => {
    await tab.getByRole('link').filter({ hasText: subject }).filter({ hasText: `To ${reader.email}` }).first().click()
    await tab.getByRole('heading', { level: 1, name: subject }).waitFor()
    return await wordsOf(tab)
  })
}

/** Waits for an e-mail with this subject, and reads off the link with this name where it leads. */
export async function linkInMail(server: Pick<TestServer, 'url'>, reader: Reader, subject: string, link: string): Promise<string> {
  await receives(server, reader, subject)
  return await inMailbox(server, async (tab) => {
    await tab.getByRole('link').filter({ hasText: subject }).filter({ hasText: `To ${reader.email}` }).first().click()
    const found = tab.frameLocator('iframe').getByRole('link', { name: link })
    return (await found.getAttribute('href')) ?? ''
  })
}

async function inMailbox<Found>(server: Pick<TestServer, 'url'>, look: (tab: Page) => Promise<Found>): Promise<Found> {
  const { page } = await openDesk()
  await page.goto(`${server.url}/development/mailbox`)
  return await look(page)
}
