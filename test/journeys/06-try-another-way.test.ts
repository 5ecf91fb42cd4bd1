import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, countTexts, enterCode, givePassword, named, press, readTextedCode, saidBesideField, signOut, wordsOf } from '../support/journey.ts'
import { describeFurther } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'

const FIRST_WAIT_SECONDS = 30

const server = await startTestServer()

describe.each([true, false])('Somebody with several methods (JavaScript on: %s)', (javaScript) => {
  it('switches from the app to a text and back again', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, ann)
    await page.getByLabel('6-digit code from your app').waitFor()
    expect(await countTexts(server, ann.phone)).toBe(0)

    await press(page, 'Try another way')
    await arriveAt(page, 'Try another way')
    expect(await wordsOf(page)).toContain(`We text a code to your phone ending in ${ann.phone.slice(-2)}.`)
    await press(page, 'Use Text Message')
    await page.getByLabel('6-digit code from the text message').waitFor()
    expect(await countTexts(server, ann.phone)).toBe(1)

    await press(page, 'Try another way')
    await press(page, 'Use Mobile Authenticator')
    await page.getByLabel('6-digit code from your app').waitFor()
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')
  })
})

describeFurther('The page with the other ways', () => {
  it('is asked for the app first when neither was used yet, and then for the one used last', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms', 'totp'] })
    const { page } = await openContext()
    await givePassword(page, server, ann)
    await page.getByLabel('6-digit code from your app').waitFor()
    await press(page, 'Try another way')
    await press(page, 'Use Text Message')
    await enterCode(page, await readTextedCode(server, ann))
    await signOut(page)

    await givePassword(page, server, ann)

    expect(await wordsOf(page)).toContain('6-digit code from the text message')
  })

  it('may look at the other ways and go back', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await givePassword(page, server, ann)

    await press(page, 'Try another way')
    await arriveAt(page, 'Try another way')
    expect(await wordsOf(page)).toContain('Lost your phone and your backup codes? Ask your administrator to help you back in.')
    expect(await named(page, 'Use Text Message').count()).toBe(0)
    await press(page, 'Back')

    await arriveAt(page, "Verify it's you")
  })
})

describe.each([true, false])('A text (JavaScript on: %s)', (javaScript) => {
  it('can be sent again after a wait that the page shows, and only the new code works', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, ann)
    const former = await readTextedCode(server, ann)
    expect(await page.locator('#countdown-wait').textContent()).toBe('You can ask for a new code in 30 seconds.')

    server.clock.advance(FIRST_WAIT_SECONDS)
    await page.reload()
    expect(await page.locator('#countdown-wait').count()).toBe(0)
    await press(page, 'Send a new code')

    expect(await wordsOf(page)).toContain(`We sent a new code to the phone ending in ${ann.phone.slice(-2)}. The one before no longer works.`)
    expect(await page.locator('#countdown-wait').textContent()).toBe('You can ask for a new code in a minute.')
    await enterCode(page, former)
    expect(await saidBesideField(page)).toBe("That code isn't right. Check it and try again.")
    await enterCode(page, await readTextedCode(server, ann))
    await arriveAt(page, 'Hello, Ann Example')
  })
})

describe('A text that is asked for too early', () => {
  it('is not sent, and the page does not say that it was', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const { page } = await openContext({ javaScript: false })
    await givePassword(page, server, ann)

    await press(page, 'Send a new code')

    expect(await wordsOf(page)).not.toContain('We sent a new code')
    expect(await wordsOf(page)).toContain('You can ask for a new code in 30 seconds.')
    expect(await countTexts(server, ann.phone)).toBe(1)
    await enterCode(page, await readTextedCode(server, ann))
    await arriveAt(page, 'Hello, Ann Example')
  })

  it('cannot be asked for where a script counts the wait down', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const { page } = await openContext()
    await givePassword(page, server, ann)
    const button = page.getByRole('button', { name: 'Send a new code' })

    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await page.locator('[data-clock]').innerText()).toMatch(/^0:[0-3]\d$/)
    await button.click({ force: true })

    expect(await countTexts(server, ann.phone)).toBe(1)
  })
})
