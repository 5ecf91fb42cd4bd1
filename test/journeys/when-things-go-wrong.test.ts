import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { aText } from '../support/builders.ts'
import { arriveAt, enterCode, enterPassword, givePassword, holdsSession, named, press, readTextedCode, saidBesideField, signIn, wordsOf } from '../support/journey.ts'
import { further, scripting } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'

const MINUTE = 60

const server = await startTestServer()

/** Six digits that the person's app does not show, an hour before or after. */
function aWrongCode({ appCode }: TestPerson): string {
  const shown = new Set(Array.from({ length: 241 }, (_, i) => appCode((i - 120) * 30)))
  return ['000000', '111111', '222222', '333333'].find((code) => !shown.has(code)) ?? ''
}

async function openVerifyPage(page: Page, person: TestPerson): Promise<void> {
  await givePassword(page, server, person)
  await arriveAt(page, "Verify it's you")
}

describe.each(scripting)('A wrong code (JavaScript on: %s)', (javaScript) => {
  it('is named beside the field, which has the focus, and the title says that something is wrong', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })
    await openVerifyPage(page, ann)

    await enterCode(page, aWrongCode(ann))

    expect(await saidBesideField(page)).toBe("That code isn't right. Check it and try again.")
    expect(await page.title()).toMatch(/^Error: /)
    expect(await page.getByRole('textbox').evaluate((field) => field === document.activeElement)).toBe(true)
    await enterCode(page, '12345')
    expect(await saidBesideField(page)).toBe('The code has 6 digits. Check it and try again.')
    await enterCode(page, '')
    expect(await saidBesideField(page)).not.toBe('')
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')
  })

  it('given too often stops the sign-in, and the next one says how long to wait', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })
    await openVerifyPage(page, ann)
    const wrong = aWrongCode(ann)

    for (const said of ["That code isn't right. Check", "That code isn't right. Check", 'You have 2 tries left.', 'You have 1 try left.']) {
      await enterCode(page, wrong)
      expect(await saidBesideField(page)).toContain(said)
    }
    await enterCode(page, wrong)
    await arriveAt(page, 'Sign in')
    expect(await page.locator('.alert.warning').innerText()).toBe('That was too many wrong codes, so this sign-in was stopped. Please start again.')

    await enterPassword(page, ann)
    expect(await saidBesideField(page)).toBe('That was too many tries. Wait 30 seconds, then try again.')
    await enterCode(page, ann.appCode())
    expect(await saidBesideField(page)).toBe('That was too many tries. Wait 30 seconds, then try again.')
    server.clock.advance(30)
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')
  })
})

describe('A code that came too late', () => {
  it('is called too old, and a new one is at hand', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const { page } = await openContext()
    await openVerifyPage(page, ann)
    const code = await readTextedCode(server, ann)
    server.clock.advance(5 * MINUTE)

    await enterCode(page, code)

    expect(await saidBesideField(page)).toBe('That code is too old. Send a new one and enter it here.')
    await press(page, 'Send a new code')
    await enterCode(page, await readTextedCode(server, ann))
    await arriveAt(page, 'Hello, Ann Example')
  })
})

describe('A phone whose clock is off', () => {
  it.each([
    ['slow', -10 * MINUTE],
    ['fast', 10 * MINUTE],
  ])('is told that it is %s, by how much, and what to do', async (direction, seconds) => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await openVerifyPage(page, ann)

    await enterCode(page, ann.appCode(seconds))

    expect(await saidBesideField(page)).toBe(
      `Your phone's clock is about 10 minutes ${direction}. Set it to automatic time, then enter the next code.`,
    )
  })
})

describe('A text that could not be sent', () => {
  it('is not spoken of as sent, and can be tried again or gone around', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const { page } = await openContext()
    const { channels } = server.standalone.ports
    const { sms } = channels
    channels.sms = { send: () => Promise.reject(new Error('the provider is down')) }
    try {
      await openVerifyPage(page, ann)
    } finally {
      Object.assign(channels, { sms })
    }

    expect(await page.getByRole('alert').innerText()).toBe("The text couldn't be sent. Try again in a moment, or try another way.")
    expect(await wordsOf(page)).not.toContain('We texted')
    await named(page, 'Try another way').waitFor()
    server.clock.advance(30)
    await page.reload()
    await press(page, 'Send a new code')
    await enterCode(page, await readTextedCode(server, ann))
    await arriveAt(page, 'Hello, Ann Example')
  })

  it('because too many were sent leads to another way', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const { store, ports } = server.standalone
    for (let i = 0; i < 10; i++) {
      const text = aText({ id: ports.random.id(), userId: ann.user.id, at: server.clock.now() })
      await store.commit(ann.user.organizationId, [{ kind: 'text.reserve', text }])
    }
    const { page } = await openContext()
    await openVerifyPage(page, ann)

    expect(await saidBesideField(page)).toBe('No more texts can be sent to this phone for an hour. Use a backup code instead.')
    await press(page, 'Try another way')
    await press(page, 'Use a backup code')
    await enterCode(page, ann.backupCodes[0] ?? '')
    await arriveAt(page, 'You used a backup code')
  })
})

describe('The back button', () => {
  it('leads somebody who is in to where they are in', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await openVerifyPage(page, ann)
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')

    await page.goBack()

    await arriveAt(page, 'Hello, Ann Example')
    expect(new URL(page.url()).pathname).toBe('/')
  })

  it('leads back to the password from the page that asks for the code, and on again', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await openVerifyPage(page, ann)

    await page.goBack()
    await arriveAt(page, 'Sign in')
    await enterPassword(page, ann)
    await enterCode(page, ann.appCode())

    await arriveAt(page, 'Hello, Ann Example')
    expect(await holdsSession(page)).toBe(true)
  })
})

describe('Two tabs', () => {
  it('of one sign-in: what is answered second is out of date, and leads on to where the person is in', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { context, page } = await openContext()
    await openVerifyPage(page, ann)
    const other = await context.newPage()
    await other.goto(`${server.url}/verify`)
    await enterCode(other, ann.appCode())
    await arriveAt(other, 'Hello, Ann Example')
    server.clock.advance(30)

    await enterCode(page, ann.appCode())

    await arriveAt(page, 'This page is out of date')
    expect(await wordsOf(page)).toContain('Nothing was changed.')
    await press(page, 'Go on from the current page')
    await arriveAt(page, 'Hello, Ann Example')
  })

  further('of two people: the code of the first is not taken for the second', async () => {
    const harbour = await server.organization()
    const [ann, ben] = [await harbour.person({ enrolled: ['totp'] }), await harbour.person({ name: 'Ben Example', enrolled: ['totp'] })]
    const { context, page } = await openContext()
    await openVerifyPage(page, ann)
    const other = await context.newPage()
    await openVerifyPage(other, ben)

    await enterCode(page, ann.appCode())
    await arriveAt(page, 'This page is out of date')
    expect(await holdsSession(page)).toBe(false)
    await press(page, 'Go on from the current page')
    await arriveAt(page, "Verify it's you")
    await enterCode(page, ben.appCode())
    await arriveAt(page, 'Hello, Ben Example')
  })
})

describe.each(scripting)('A browser that blocks cookies (JavaScript on: %s)', (javaScript) => {
  it('is told so before anything else', async () => {
    const ann = await (await server.organization()).person()
    const { context, page } = await openContext({ javaScript })
    await page.goto(server.url)
    await context.clearCookies()

    await enterPassword(page, ann)

    await arriveAt(page, 'Your browser blocks cookies')
    expect(await wordsOf(page)).toContain('Signing in needs them. Allow cookies for this site, then try again.')
    await press(page, 'Try again')
    await enterPassword(page, ann)
    await arriveAt(page, 'Hello, Ann Example')
  })
})

describe.each(scripting)('What took too long (JavaScript on: %s)', (javaScript) => {
  it('ends a session in the middle of a form, and says so', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await signIn(page, server, ann)
    await page.goto(`${server.url}/my-security/password`)
    server.clock.advance(61 * MINUTE)

    await page.getByLabel('Current password').fill(ann.password)
    await page.getByLabel('New password').fill('eight-painted-ladders')
    await press(page, 'Change password')

    await arriveAt(page, "You've been signed out")
    expect(await wordsOf(page)).toContain('Your session ended before this was sent. Sign in again, then repeat it.')
    await press(page, 'Sign in')
    await enterPassword(page, ann)
    await arriveAt(page, 'Change your password') // where they were
  })
})

describe('Between two pages', () => {
  it('ends a sign-in that waits for its code, and leads to a new one', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await openVerifyPage(page, ann)
    server.clock.advance(10 * MINUTE)

    await enterCode(page, ann.appCode())

    await arriveAt(page, 'This sign-in has ended')
    expect(await wordsOf(page)).toContain('Your account is safe; please sign in again.')
    await press(page, 'Sign in again')
    await enterPassword(page, ann)
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')
  })

  it('ends a session between two pages, and the sign-in leads on to the second', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext()
    await signIn(page, server, ann)
    server.clock.advance(61 * MINUTE)

    await press(page, 'Set up 2-step verification')
    await arriveAt(page, 'Sign in')
    expect(await wordsOf(page)).toContain('Your session has ended. Sign in again to go on.')
    await enterPassword(page, ann)

    await arriveAt(page, 'My sign-in security')
    expect(new URL(page.url()).pathname).toBe('/my-security')
  })
})
