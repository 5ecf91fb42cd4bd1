import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, countTexts, enterCode, givePassword, holdsSession, press, readNewestText, readTextedCode, signOut, wordsOf } from '../support/journey.ts'
import { itOf } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'

const server = await startTestServer()

describe.each([true, false])('Signing in with a code (JavaScript on: %s)', (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('asks for the code that the app shows, and lets the person in with it', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })

    await givePassword(page, server, ann)

    await arriveAt(page, "Verify it's you")
    expect(await wordsOf(page)).toContain('Open your authenticator app and enter the code it shows for Harbour Ledger.')
    expect(await holdsSession(page)).toBe(false)
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')
    expect(new URL(page.url()).pathname).toBe('/')
    expect(await countTexts(server, ann.phone)).toBe(0)
  })

  further('texts a code at that moment, not before the password is right, and lets the person in with it', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const { page } = await openContext({ javaScript })

    await givePassword(page, server, { ...ann, password: 'not-my-password' })
    expect(await countTexts(server, ann.phone)).toBe(0)
    await givePassword(page, server, ann)

    await arriveAt(page, "Verify it's you")
    expect(await wordsOf(page)).toContain(`We texted a 6-digit code to your phone ending in ${ann.phone.slice(-2)}.`)
    expect(await countTexts(server, ann.phone)).toBe(1)
    expect(await readNewestText(server, ann.phone)).toContain('Harbour Ledger')
    await enterCode(page, await readTextedCode(server, ann))
    await arriveAt(page, 'Hello, Ann Example')
  })

  further('asks at every sign-in from a device that is not trusted, and says why', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, ann)
    expect(await wordsOf(page)).toContain("We ask because you haven't verified on this device before.")
    await enterCode(page, ann.appCode())
    await signOut(page)
    server.clock.advance(APP_STEP_SECONDS)

    await givePassword(page, server, ann)

    await arriveAt(page, "Verify it's you")
    expect(await wordsOf(page)).toContain("We ask because this device isn't trusted.")
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')

    const elsewhere = await openContext({ javaScript })
    await givePassword(elsewhere.page, server, ann)
    await arriveAt(elsewhere.page, "Verify it's you")
  })
})

/**
 * A browser of a phone that reads texts, as far as no real phone runs here: it has WebOTP (WICG), gives the code when the
 * test says that the text came, and writes down what a page does with it.
 */
const phoneThatReadsTexts = `
  const note = (what) => sessionStorage.setItem('noted', [sessionStorage.getItem('noted'), what].filter(Boolean).join(', '))
  window.OTPCredential = class {}
  navigator.credentials.get = ({ signal, ...asked }) => new Promise((resolve, reject) => {
    note(JSON.stringify(asked))
    window.textComes = (code) => resolve({ type: 'otp', code })
    signal.addEventListener('abort', () => (note('stopped'), reject(signal.reason)))
  })
  addEventListener('submit', () => note('sent'), true)
  addEventListener('pagehide', () => note('left'))
`

it('A phone that reads texts is asked for the code while it is waited for, and fills it in', async () => {
  const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
  const { page } = await openContext({ viewport: { width: 360, height: 740 }, script: phoneThatReadsTexts })
  const noted = async () => {
    await page.waitForLoadState() // the page's script has run
    return await page.evaluate(() => {
      const all = sessionStorage.getItem('noted') ?? ''
      sessionStorage.removeItem('noted')
      return all.split(', ')
    })
  }
  const asked = '{"otp":{"transport":["sms"]}}'
  await givePassword(page, server, ann)
  await press(page, 'Try another way')
  await press(page, 'Use Text Message')
  const field = page.getByLabel('6-digit code from the text message')
  await field.waitFor()
  expect((await noted()).filter((what) => what.startsWith('{'))).toEqual([asked]) // and not for the app's code
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code')

  await press(page, 'Try another way')
  await arriveAt(page, 'Try another way')
  expect(await noted()).toEqual(['left', 'stopped'])
  await press(page, 'Back')
  await field.waitFor()
  expect(await noted()).toEqual(['left', asked])

  await page.evaluate(`textComes('${await readTextedCode(server, ann)}')`)
  await press(page, 'Verify')
  await arriveAt(page, 'Hello, Ann Example')
  expect(await noted()).toEqual(['sent', 'stopped', 'left'])
})

describe('A code from an app', () => {
  it('takes the code with the space that apps show in it', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await givePassword(page, server, ann)

    await enterCode(page, ann.appCode().replace(/^.../, '$& '))

    await arriveAt(page, 'Hello, Ann Example')
    expect(await holdsSession(page)).toBe(true)
  })

  it('takes no code twice', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    const code = ann.appCode()
    await givePassword(page, server, ann)
    await enterCode(page, code)
    await signOut(page)

    await givePassword(page, server, ann)
    await enterCode(page, code)

    await arriveAt(page, "Verify it's you")
    expect(await wordsOf(page)).toContain('That code has been used already. Wait for your app to show the next one.')
  })
})
