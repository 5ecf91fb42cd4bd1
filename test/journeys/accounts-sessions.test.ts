import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, chooseSetting, named, press, read, signIn, stepUp, wordsOf } from '../support/journey.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { LONG } from './set-up-steps.ts'

const server = await startTestServer()

async function openList(page: Page): Promise<void> {
  await page.goto(server.url)
  await chooseSetting(page, 'Sessions')
  await arriveAt(page, 'Sessions')
}

async function rowsOf(page: Page): Promise<string[]> {
  const rows = await page.getByRole('table', { name: 'Your sessions' }).getByRole('row').allInnerTexts()
  return rows.slice(1).map((row) => row.replace(/\s+/g, ' '))
}

/** Signs in on another browser, at this address. */
async function signInElsewhere(ann: TestPerson, address: string): Promise<Page> {
  const { page, context } = await openContext()
  await context.setExtraHTTPHeaders({ 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'x-forwarded-for': address })
  await signIn(page, server, ann)
  server.clock.advance(APP_STEP_SECONDS)
  return page
}

describe('Sessions', LONG, () => {
  it('are listed with device, address and times; this one is marked and has no button', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    await signInElsewhere(ann, '203.0.113.7')
    const { page } = await openContext()
    await signIn(page, server, ann)

    await openList(page)

    const [here = '', there = ''] = (await rowsOf(page)).toSorted((row) => (row.includes('This session') ? -1 : 1))
    const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: 'short', day: 'numeric' }).format(server.clock.now() * 1000)
    expect(here).toContain('Chrome on Linux This session 127.0.0.1')
    expect(there).toContain(`Firefox on Windows 203.0.113.7 ${day}, `)
    expect(await named(page, 'Sign out Firefox on Windows').count()).toBe(1)
    expect(await named(page, 'Sign out Chrome on Linux').count()).toBe(0)
  })

  it('are ended one by one, and the other browser is signed out', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const elsewhere = await signInElsewhere(ann, '203.0.113.7')
    const { page } = await openContext()
    await signIn(page, server, ann)
    await openList(page)

    await press(page, 'Sign out Firefox on Windows')

    await read(page, 'That session is signed out.')
    expect(await rowsOf(page)).toHaveLength(1)
    await elsewhere.goto(server.url)
    await arriveAt(elsewhere, 'Sign in')
    await page.goto(server.url)
    await arriveAt(page, 'Hello, Ann Example')
  })

  it('are ended all at once but this one, after a fresh code', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const others = [await signInElsewhere(ann, '203.0.113.7'), await signInElsewhere(ann, '203.0.113.8')]
    const { page } = await openContext()
    await signIn(page, server, ann)
    server.clock.advance(5 * 60)
    await openList(page)

    await press(page, 'Sign out everywhere else')
    await stepUp(page, ann.appCode())
    await arriveAt(page, 'Sessions')
    await press(page, 'Sign out everywhere else')

    await read(page, 'You are signed out everywhere else.')
    expect(await wordsOf(page)).toContain('You are signed in only here.')
    for (const other of others) {
      await other.goto(server.url)
      await arriveAt(other, 'Sign in')
    }
  })
})
