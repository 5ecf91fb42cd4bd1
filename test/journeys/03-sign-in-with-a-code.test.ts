import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, countTexts, enterCode, givePassword, holdsSession, readNewestText, readTextedCode, signOut, wordsOf } from '../support/journey.ts'
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
