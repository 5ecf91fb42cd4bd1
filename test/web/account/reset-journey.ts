import { expect } from 'vitest'
import type { HttpPerson } from '../../support/http-person.ts'
import type { TestServer } from '../../support/test-server.ts'

/** The e-mails that this address received, newest first. */
export function mailsTo({ standalone }: TestServer, address: string | null) {
  return standalone.inbox?.emails().filter(({ to }) => to === address) ?? []
}

/** Asks for a link and reads it in the mailbox, as a path with its query. */
export async function askForLink(server: TestServer, browser: HttpPerson, { userName, email }: { userName: string; email: string | null }): Promise<string> {
  const before = mailsTo(server, email).length
  await browser.open('/forgot-password')
  await browser.post('/forgot-password', { identifier: userName })
  await expect.poll(() => mailsTo(server, email).length, { timeout: 10_000 }).toBeGreaterThan(before)
  return /\/reset-password\?token=\S+/.exec(mailsTo(server, email)[0]?.text ?? '')?.[0] ?? ''
}

/** Opens the link and sets a password on its page. */
export async function setPassword(browser: HttpPerson, link: string, next: string) {
  await browser.get(link)
  return await browser.post('/reset-password', { token: tokenOf(link), next })
}

export function tokenOf(link: string): string {
  return new URLSearchParams(link.split('?')[1]).get('token') ?? ''
}
