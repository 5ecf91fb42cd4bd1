import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, enterCode, givePassword, goOnToChoose, holdsSession, named, press, readTextedCode, setUpApp, signOut, wordsOf } from '../support/journey.ts'
import { describeFurther } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'

const DAY = 24 * 60 * 60

const server = await startTestServer()

/** The day of a moment where the organization is, as the page writes it. */
function dayOf(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' }).format(at * 1000)
}

describe.each([true, false])('The time that an administrator leaves (JavaScript on: %s)', (javaScript) => {
  it('lets people put it off until the day that the page names, and no longer', async () => {
    const requiredSince = server.clock.now()
    const ann = await (await server.organization({ requiredSince, graceDays: 3 })).person()
    const { page } = await openContext({ javaScript })

    await givePassword(page, server, ann, '/my-security/devices')
    await arriveAt(page, 'Set up 2-step verification')
    expect(await wordsOf(page)).toContain(`You have until ${dayOf(requiredSince + 3 * DAY)}: 3 days left.`)
    await press(page, 'Not now')
    await arriveAt(page, 'Trusted devices')
    expect(await holdsSession(page)).toBe(true)
    await signOut(page)

    server.clock.advance(DAY)
    await givePassword(page, server, ann)
    expect(await wordsOf(page)).toContain(`You have until ${dayOf(requiredSince + 3 * DAY)}: 2 days left.`)
    await press(page, 'Not now')
    await arriveAt(page, 'Hello, Ann Example')

    server.clock.advance(2 * DAY)
    await givePassword(page, server, ann)
    await arriveAt(page, 'Set up 2-step verification')
    expect(await named(page, 'Not now').count()).toBe(0)
    expect(await wordsOf(page)).not.toContain('You have until')
  })
})

describe('The end of that time', () => {
  it('ends for a page that was opened before and answered after', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 1 })).person()
    server.clock.advance(DAY - 60)
    const { page } = await openContext()
    await givePassword(page, server, ann)
    await named(page, 'Not now').waitFor()
    server.clock.advance(60)

    await press(page, 'Not now')

    await arriveAt(page, 'Set up 2-step verification')
    expect(await named(page, 'Not now').count()).toBe(0)
    expect(await holdsSession(page)).toBe(false)
  })

  it('confines somebody who signed in during it, once it is over', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 1 })).person()
    server.clock.advance(DAY - 60)
    const { page } = await openContext()
    await givePassword(page, server, ann)
    await press(page, 'Not now')
    await arriveAt(page, 'Hello, Ann Example')
    server.clock.advance(60)

    await page.reload()

    await arriveAt(page, 'Set up 2-step verification')
    expect(await named(page, 'Not now').count()).toBe(0)
  })
})

describeFurther('The day from which that time runs', () => {
  it('is the day it became required, for somebody who was there before', async () => {
    const harbour = await server.organization()
    const ann = await harbour.person()
    server.clock.advance(40 * DAY)
    const requiredSince = server.clock.now()
    await harbour.setPolicy({ requiredSince, graceDays: 10 })
    const { page } = await openContext()

    await givePassword(page, server, ann)

    await arriveAt(page, 'Set up 2-step verification')
    expect(await wordsOf(page)).toContain(`You have until ${dayOf(requiredSince + 10 * DAY)}`)
  })

  it('is the day somebody came, where that is the later one', async () => {
    const harbour = await server.organization({ requiredSince: server.clock.now(), graceDays: 10 })
    server.clock.advance(40 * DAY)
    const cameAt = server.clock.now()
    const ann = await harbour.person()
    const { page } = await openContext()

    await givePassword(page, server, ann)

    await arriveAt(page, 'Set up 2-step verification')
    expect(await wordsOf(page)).toContain(`You have until ${dayOf(cameAt + 10 * DAY)}`)
  })
})

describe.each([true, false])('Somebody whose only method is no longer allowed (JavaScript on: %s)', (javaScript) => {
  it('verifies with it once more, then adds another before they are in', async () => {
    const harbour = await server.organization()
    const ann = await harbour.person({ enrolled: ['sms'] })
    await harbour.setPolicy({ allowedMethods: ['totp'], requiredSince: server.clock.now(), graceDays: 0 })
    const { page } = await openContext({ javaScript })

    await givePassword(page, server, ann)
    await arriveAt(page, "Verify it's you")
    expect(await wordsOf(page)).toContain('We ask once more: the way you verify is no longer allowed here, and you will add another.')
    await enterCode(page, await readTextedCode(server, ann))

    await arriveAt(page, 'Set up 2-step verification')
    expect(await wordsOf(page)).toContain('Text message is no longer allowed in your organization. Add another way to verify.')
    expect(await named(page, 'Not now').count()).toBe(0)
    expect(await holdsSession(page)).toBe(false)
    await page.goto(`${server.url}/verify`)
    await goOnToChoose(page)
    expect(await named(page, 'Use Text Message').count()).toBe(0)
    await setUpApp(page, server.clock.now)
    await arriveAt(page, 'Hello, Ann Example')
  })
})
