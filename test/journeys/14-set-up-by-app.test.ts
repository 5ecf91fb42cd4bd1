import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type ContextOptions, openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, enterCode, givePassword, named, press, read, saidBesideField, signOut, wordsOf } from '../support/journey.ts'
import { itOf } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { chooseApp, codeOf, ENABLE, goToChoice, LONG, scanQr } from './set-up-steps.ts'

const server = await startTestServer()

/** Goes as far as the page with the QR code. */
async function atTheQrCode(options: ContextOptions): Promise<{ page: Page; ann: TestPerson }> {
  const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })).person()
  const { page } = await openContext(options)
  await goToChoice(page, server, ann)
  await chooseApp(page)
  return { page, ann }
}

/** Types the key into an app by hand, as somebody does whose camera is broken. */
async function typeKey(page: Page): Promise<TOTP> {
  await page.getByText("Can't scan it?").click()
  const key = (await page.locator('.key code').innerText()).replaceAll(' ', '')
  return new TOTP({ secret: Secret.fromBase32(key) })
}

describe.each([true, false])('Set-up by mobile authenticator (JavaScript on: %s)', LONG, (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('shows a QR code that any standard app can scan, whose code turns it on and lets the person in next time', async () => {
    const { page, ann } = await atTheQrCode({ javaScript })
    const words = await wordsOf(page)
    for (const app of ['Google Authenticator', 'Microsoft Authenticator', 'Aegis', 'Any other standard app will do.']) expect(words).toContain(app)

    const app = await scanQr(page)
    expect(app).toMatchObject({ issuer: 'Harbour Ledger', label: ann.email, algorithm: 'SHA1', digits: 6, period: 30 })
    expect(app.secret.bytes.length).toBe(20)
    await enterCode(page, codeOf(app, server), ENABLE)
    await arriveAt(page, 'Save your backup codes')
    await read(page, '2-step verification is on.')

    await press(page, 'I have saved them')
    await signOut(page)
    server.clock.advance(APP_STEP_SECONDS)
    await givePassword(page, server, ann)
    await enterCode(page, codeOf(app, server))
    await arriveAt(page, 'Hello, Ann Example')
  })

  further('has a key to type for whoever can\'t scan it, which gives the same codes', async () => {
    const { page } = await atTheQrCode({ javaScript })
    const scanned = await scanQr(page)
    expect(await page.locator('.key code').isVisible()).toBe(false)

    const typed = await typeKey(page)

    expect(codeOf(typed, server)).toBe(codeOf(scanned, server))
    await enterCode(page, codeOf(typed, server), ENABLE)
    await arriveAt(page, 'Save your backup codes')
  })

  further('has, on a phone, a link that opens the app with the same secret', async () => {
    const { page } = await atTheQrCode({ javaScript, viewport: { width: 360, height: 740 } })

    const link = named(page, 'Open my authenticator app')

    expect(await link.isVisible()).toBe(true)
    const href = (await link.getAttribute('href')) ?? ''
    expect(href).toMatch(/^otpauth:\/\/totp\//)
    expect(new URL(href).searchParams.get('secret')).toBe((await scanQr(page)).secret.base32)
  })

  further('has no such link on a computer, where there is no app to open', async () => {
    const { page } = await atTheQrCode({ javaScript })
    expect(await page.getByRole('link', { name: 'Open my authenticator app' }).count()).toBe(0)
  })

  further('takes another code after a wrong one, from the app that was connected already', async () => {
    const { page } = await atTheQrCode({ javaScript })
    const app = await scanQr(page)

    await enterCode(page, String((Number(codeOf(app, server)) + 1) % 1_000_000).padStart(6, '0'), ENABLE)
    await arriveAt(page, 'Enter the code from your app')
    expect(await saidBesideField(page)).toMatch(/^That code isn't right\./)
    expect(await page.getByRole('img', { name: 'QR code' }).count()).toBe(0)

    await enterCode(page, codeOf(app, server), ENABLE)
    await arriveAt(page, 'Save your backup codes')
  })

  further('shows a new QR code to whoever could not scan the first, and the first is worth nothing', async () => {
    const { page } = await atTheQrCode({ javaScript })
    const first = await scanQr(page)
    await enterCode(page, '000000', ENABLE)

    await press(page, 'Show a new QR code')
    await arriveAt(page, 'Connect your authenticator app')
    const second = await scanQr(page)
    expect(second.secret.base32).not.toBe(first.secret.base32)

    await enterCode(page, codeOf(first, server), ENABLE)
    await arriveAt(page, 'Enter the code from your app')
    await enterCode(page, codeOf(second, server), ENABLE)
    await arriveAt(page, 'Save your backup codes')
  })

  further('tells somebody whose phone is minutes slow that its clock is the reason', async () => {
    const { page } = await atTheQrCode({ javaScript })
    const app = await scanQr(page)

    await enterCode(page, app.generate({ timestamp: (server.clock.now() - 5 * 60) * 1000 }), ENABLE)

    expect(await saidBesideField(page)).toBe("Your phone's clock is about 5 minutes slow. Set it to automatic time, then enter the next code.")
  })
})

describe('The key to type', () => {
  it('is copied with one press', async () => {
    const { page } = await atTheQrCode({})
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url })
    const key = (await typeKey(page)).secret.base32

    await named(page, 'Copy').click()

    await named(page, 'Copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key)
  })
})
