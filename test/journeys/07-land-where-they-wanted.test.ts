import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, enterCode, enterPassword, givePassword, press } from '../support/journey.ts'
import { describeFurther, further } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'

const WANTED = '/my-security/devices?notice=devicesRevoked'

const server = await startTestServer()

describe.each([true, false])('Somebody who wanted a page (JavaScript on: %s)', (javaScript) => {
  it('lands on it after the password', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })

    await givePassword(page, server, ann, WANTED)

    await arriveAt(page, 'Trusted devices')
    expect(page.url()).toBe(server.url + WANTED)
  })

  it('lands on it after a wrong password and a wrong code', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, { ...ann, password: 'not-my-password' }, WANTED)
    await enterPassword(page, ann)
    await enterCode(page, ann.appCode(600))
    await enterCode(page, ann.appCode())

    await arriveAt(page, 'Trusted devices')
    expect(page.url()).toBe(server.url + WANTED)
  })
})

describeFurther('Somebody who wanted a page and used a backup code', () => {
  it('lands on it after the word about a backup code', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await givePassword(page, server, ann, WANTED)
    await enterCode(page, ann.backupCodes[0] ?? '')
    await press(page, 'Continue')

    await arriveAt(page, 'Trusted devices')
    expect(page.url()).toBe(server.url + WANTED)
  })
})

describe('An address that leads to another site', () => {
  it('leads to the first page of this application instead', async () => {
    const ann = await (await server.organization()).person()
    const { context, page } = await openContext()

    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/..//evil.example']) {
      await context.clearCookies()
      await page.goto(`${server.url}/sign-in?next=${encodeURIComponent(next)}`)
      await enterPassword(page, ann)
      await arriveAt(page, 'Hello, Ann Example')
      expect([next, page.url()]).toEqual([next, `${server.url}/`])
    }
  })

  further('leads nowhere else after a code, nor from the word about a backup code', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await page.goto(`${server.url}/sign-in?next=${encodeURIComponent('//evil.example')}`)
    await enterPassword(page, ann)
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')
    expect(page.url()).toBe(`${server.url}/`)

    await page.goto(`${server.url}/my-security/backup-codes/reminder?used=1&next=${encodeURIComponent('//evil.example')}`)
    await press(page, 'Continue')

    await arriveAt(page, 'Hello, Ann Example')
    expect(page.url()).toBe(`${server.url}/`)
  })
})
