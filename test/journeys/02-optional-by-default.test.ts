import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, givePassword, openSettings, press, signInOnPages, signOut, wordsOf } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'

const server = await startTestServer()

describe.each([true, false])('2-step verification that nobody has asked for (JavaScript on: %s)', (javaScript) => {
  it('lets somebody in without it, every time, and offers it from their own settings', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await signInOnPages(page, server, ann)
    await signOut(page)
    await signInOnPages(page, server, ann)
    expect(await wordsOf(page)).toContain('Your password is the only thing that protects your account')

    await openSettings(page)
    await press(page, 'My sign-in security')

    await arriveAt(page, 'My sign-in security')
    const offer = await wordsOf(page)
    expect(offer).toContain('Optional: it is up to you whether you use it.')
    expect(offer).toContain('Your account is protected by a password alone')
    await press(page, 'Set up 2-step verification')
    await arriveAt(page, 'Keep your account yours')
    await press(page, 'Not now')
    await arriveAt(page, 'My sign-in security')
  })
})

describe('The first page', () => {
  it('offers it too, and leads to those settings', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext()
    await givePassword(page, server, ann)
    await arriveAt(page, 'Hello, Ann Example')

    await press(page, 'Set up 2-step verification')

    expect(new URL(page.url()).pathname).toBe('/my-security')
  })
})
