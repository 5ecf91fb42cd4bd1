import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, countTexts, enterCode, givePassword, press, read, readTextedCode, saidBesideField, signIn, stepUp, wordsOf } from '../support/journey.ts'
import { first } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { readMail, receives, subjectsFor } from './mailbox-steps.ts'
import { codeOf, ENABLE, givePhone, LONG, scanQr } from './set-up-steps.ts'

const FRESH_SECONDS = 5 * 60

const server = await startTestServer()

/** Signs in, and looks at a page of the settings when the code of the sign-in is no longer fresh. */
async function fiveMinutesLater(page: Page, ann: TestPerson, path: string): Promise<void> {
  await signIn(page, server, ann, { trustDevice: true })
  server.clock.advance(FRESH_SECONDS)
  await page.goto(server.url + path)
}

interface Change {
  what: string
  enrolled?: readonly ('totp' | 'sms')[]
  at?: string
  button: string
  /** What is left to do after the code. */
  goOn(page: Page, ann: TestPerson): Promise<void>
  done: string
  subject: string
}

const changes: Change[] = [
  {
    what: 'adding a text message',
    button: 'Add text message',
    async goOn(page, ann) {
      await givePhone(page, ann.phone)
      await enterCode(page, await readTextedCode(server, ann), ENABLE)
    },
    done: 'Your new way to verify is on.',
    subject: 'A phone for text messages was added to your Harbour Ledger account',
  },
  {
    what: 'changing the phone number',
    enrolled: ['totp', 'sms'],
    button: 'Change number',
    async goOn(page, ann) {
      const next = ann.phone.replace('+447400', '+447402')
      await givePhone(page, next)
      await enterCode(page, await readTextedCode(server, { phone: next }), ENABLE)
    },
    done: 'Codes are now texted to your new number.',
    subject: 'The phone for text messages of your Harbour Ledger account was changed',
  },
  {
    what: 'changing the app',
    button: 'Change app',
    async goOn(page) {
      if ((await page.getByRole('heading', { level: 1 }).innerText()) === 'My sign-in security') await press(page, 'Change app')
      if ((await page.getByRole('heading', { level: 1 }).innerText()) === 'Choose how to get your codes') await press(page, 'Use Mobile Authenticator')
      await arriveAt(page, 'Connect your authenticator app')
      await enterCode(page, codeOf(await scanQr(page), server), ENABLE)
    },
    done: 'Your new authenticator app is connected.',
    subject: 'The authenticator app of your Harbour Ledger account was changed',
  },
  {
    what: 'removing a method',
    enrolled: ['totp', 'sms'],
    button: 'Remove Text message',
    goOn: (page) => press(page, 'Remove'),
    done: 'That way to verify is removed',
    subject: 'The phone for text messages was removed from your Harbour Ledger account',
  },
  {
    what: 'making new backup codes',
    button: 'Make new codes',
    goOn: (page) => press(page, 'Make new codes'),
    done: 'These are your new backup codes. The old ones no longer work.',
    subject: 'New backup codes for your Harbour Ledger account',
  },
  {
    what: 'turning it off',
    button: 'Turn off 2-step verification',
    goOn: (page) => press(page, 'Turn it off'),
    done: '2-step verification is off.',
    subject: '2-step verification was turned off for your Harbour Ledger account',
  },
  {
    what: 'ending the trust of a device',
    at: '/my-security/devices',
    button: 'Stop trusting Chrome on Linux',
    goOn: (page) => press(page, 'Stop trusting Chrome on Linux'),
    done: 'That device is no longer trusted.',
    subject: 'Trusted devices of your Harbour Ledger account were removed',
  },
  {
    what: 'ending the trust of all devices',
    at: '/my-security/devices',
    button: 'Stop trusting all devices',
    goOn: (page) => press(page, 'Stop trusting all'),
    done: 'No device is trusted now.',
    subject: 'Trusted devices of your Harbour Ledger account were removed',
  },
]

describe('A change of one\'s own sign-in', LONG, () => {
  it.each(first(1, changes))('asks for a fresh code first, even on a trusted device, and is told by e-mail: $what', async ({ enrolled = ['totp'], at = '/my-security', button, goOn, done, subject }) => {
    const ann = await (await server.organization()).person({ enrolled })
    const { page } = await openContext()
    await fiveMinutesLater(page, ann, at)

    await press(page, button)
    await arriveAt(page, "Verify it's you")
    expect(await wordsOf(page)).toContain('This needs a fresh code, even on a device you trust.')
    expect(await subjectsFor(server, ann)).not.toContain(subject)
    await stepUp(page, ann.appCode())
    await goOn(page, ann)

    await read(page, done)
    await receives(server, ann, subject)
  })

  it('asks for no second code within five minutes of the last, and for one in the second that they are over', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await signIn(page, server, ann)

    server.clock.advance(FRESH_SECONDS - 1)
    await page.goto(`${server.url}/my-security/turn-off`)
    await arriveAt(page, 'Turn off 2-step verification?')

    server.clock.advance(1)
    await page.goto(`${server.url}/my-security/turn-off`)
    await arriveAt(page, "Verify it's you")
    await stepUp(page, ann.appCode())
    await arriveAt(page, 'Turn off 2-step verification?')
    expect(new URL(page.url()).pathname).toBe('/my-security/turn-off')
  })

  it('is not made with a wrong code', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await fiveMinutesLater(page, ann, '/my-security/backup-codes')

    await enterCode(page, ann.appCode(3600), 'Continue')
    expect(await saidBesideField(page)).toMatch(/^That code isn't right\./)

    await page.goto(`${server.url}/my-security/backup-codes`)
    await arriveAt(page, "Verify it's you")
    await press(page, 'Cancel')
    await arriveAt(page, 'My sign-in security')
  })

  it('texts the code only when it is asked for', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const { page } = await openContext()
    await givePassword(page, server, ann)
    await enterCode(page, await readTextedCode(server, ann))
    server.clock.advance(FRESH_SECONDS)

    await page.goto(`${server.url}/my-security/backup-codes`)
    await read(page, `We text it to your phone ending in ${ann.phone.slice(-2)}.`)
    expect(await countTexts(server, ann.phone)).toBe(1)
    await press(page, 'Text me a code')
    await page.getByLabel('6-digit code from the text message').waitFor()
    expect(await countTexts(server, ann.phone)).toBe(2)
    await stepUp(page, await readTextedCode(server, ann))

    await arriveAt(page, 'Make new backup codes?')
  })
})

describe('The e-mail about a change', () => {
  it('says what, when and where from, and what to do if it was somebody else', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await signIn(page, server, ann)
    server.clock.advance(APP_STEP_SECONDS)
    await page.goto(`${server.url}/my-security/turn-off`)
    await press(page, 'Turn it off')

    const letter = await readMail(server, ann, '2-step verification was turned off for your Harbour Ledger account')

    const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'long' }).format(server.clock.now() * 1000)
    for (const words of [
      `To ${ann.email}`,
      'Hello Ann Example,',
      'Your account is now protected by your password alone.',
      `When: ${day}`,
      'From: Chrome on Linux',
      'Address: 127.0.0.1',
      "Wasn't this you? Tell us",
      'It must then be set up again at the next sign-in, with a code sent to your e-mail address.',
      `It wasn't me: ${server.url}/not-me?`,
    ]) expect(letter).toContain(words)
  })
})
