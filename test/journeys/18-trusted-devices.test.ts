import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, chooseSetting, givePassword, named, press, read, signIn, signOut, wordsOf } from '../support/journey.ts'
import { further } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { LONG } from './set-up-steps.ts'

const DAY = 24 * 60 * 60

const laptop = { agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', address: '192.0.2.10' }
const phone = { agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1', address: '203.0.113.7' }

const server = await startTestServer()

/** A browser of this kind, at this address as the proxy in front tells it. */
async function openDevice({ agent, address }: typeof laptop): Promise<{ context: BrowserContext; page: Page }> {
  const opened = await openContext()
  await opened.context.setExtraHTTPHeaders({ 'user-agent': agent, 'x-forwarded-for': address })
  return opened
}

/** Ann on a laptop and on a phone, both trusted, signed in on both. */
async function onTwoDevices(): Promise<{ ann: TestPerson; onLaptop: Page; onPhone: Page }> {
  const ann = await (await server.organization()).person({ enrolled: ['totp'] })
  const [{ page: onLaptop }, { page: onPhone }] = [await openDevice(laptop), await openDevice(phone)]
  await signIn(onLaptop, server, ann, { trustDevice: true })
  server.clock.advance(2 * DAY)
  await signIn(onPhone, server, ann, { trustDevice: true })
  server.clock.advance(APP_STEP_SECONDS)
  return { ann, onLaptop, onPhone }
}

async function openList(page: Page): Promise<void> {
  await page.goto(server.url)
  await chooseSetting(page, 'Trusted devices')
  await arriveAt(page, 'Trusted devices')
}

async function rowsOf(page: Page): Promise<string[]> {
  const rows = await page.getByRole('table', { name: 'Your trusted devices' }).getByRole('row').allInnerTexts()
  return rows.slice(1).map((row) => row.replace(/\s+/g, ' '))
}

function day(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: 'short', day: 'numeric' }).format(at * 1000)
}

describe('Trusted devices', LONG, () => {
  it('are listed with browser and system, address, when they were trusted and last used; this one is marked', async () => {
    const { onPhone } = await onTwoDevices()
    const now = server.clock.now()

    await openList(onPhone)

    const rows = await rowsOf(onPhone)
    expect(rows).toHaveLength(2)
    const [here = '', there = ''] = rows.toSorted((row) => (row.includes('This device') ? -1 : 1))
    expect(here).toContain('Safari on iPhone This device 203.0.113.7')
    expect(here).toContain(`since ${day(now)} until ${day(now + 30 * DAY)}`)
    expect(there).toContain('Firefox on Linux 192.0.2.10')
    expect(there).not.toContain('This device')
    expect(there).toContain(`since ${day(now - 2 * DAY)} until ${day(now + 28 * DAY)}`)
    const used = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: 'short', day: 'numeric' })
    expect(there).toContain(`192.0.2.10 ${used.format((now - 2 * DAY) * 1000)}, `)
    expect(here).toContain(`203.0.113.7 ${used.format(now * 1000)}, `)
  })

  it('lose their trust one by one: the other is asked for a code from then on, this one is not', async () => {
    const { ann, onLaptop, onPhone } = await onTwoDevices()
    await openList(onPhone)

    await press(onPhone, 'Stop trusting Firefox on Linux')

    await read(onPhone, 'That device is no longer trusted. It will be asked for a code.')
    expect(await rowsOf(onPhone)).toHaveLength(1)
    await givePassword(onLaptop, server, ann)
    await arriveAt(onLaptop, "Verify it's you")
    await signOut(onPhone)
    await givePassword(onPhone, server, ann)
    await arriveAt(onPhone, 'Hello, Ann Example')
  })

  it('lose their trust all at once, after one more question', async () => {
    const { ann, onLaptop, onPhone } = await onTwoDevices()
    await openList(onPhone)

    await press(onPhone, 'Stop trusting all devices')
    await arriveAt(onPhone, 'Stop trusting all devices?')
    expect(await wordsOf(onPhone)).toContain('You will be asked for a code at your next sign-in on 2 devices.')
    await press(onPhone, 'Cancel')
    await arriveAt(onPhone, 'Trusted devices')
    await press(onPhone, 'Stop trusting all devices')
    await press(onPhone, 'Stop trusting all')

    await read(onPhone, 'No device is trusted now. Each will be asked for a code.')
    await read(onPhone, 'No trusted devices')
    for (const page of [onLaptop, onPhone]) {
      await page.context().clearCookies({ name: /session$/ })
      await givePassword(page, server, ann)
      await arriveAt(page, "Verify it's you")
    }
  })

  further('say how a device gets on the list while there is none', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await signIn(page, server, ann)
    await openList(page)

    expect(await wordsOf(page)).toContain('Choose "Trust this device" when you verify, and it appears here.')
    expect(await named(page, 'Stop trusting all devices').count()).toBe(0)
  })

  further('cannot be revoked for somebody else: their device is not even found', async () => {
    const { onPhone } = await onTwoDevices()
    await openList(onPhone)
    const action = await onPhone.locator('form[action*="/revoke"]').first().getAttribute('action')
    const ben = await (await server.organization()).person({ name: 'Ben Example', enrolled: ['totp'] })
    const { page } = await openContext()
    await signIn(page, server, ben, { trustDevice: true })
    await openList(page)
    await page.locator('form[action*="/revoke"]').first().evaluate((form, address) => form.setAttribute('action', address ?? ''), action)

    await press(page, 'Stop trusting Chrome on Linux')

    await arriveAt(page, "This page isn't here")
    await openList(onPhone)
    expect(await rowsOf(onPhone)).toHaveLength(2)
  })
})
