import { text } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, enterCode, givePassword, named, press, read, signOut, wordsOf } from '../support/journey.ts'
import { further as inLong, itOf } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { codeOf, LONG, readBackupCodes, setUpApp } from './set-up-steps.ts'

const WANTED = '/my-security/activity'

const server = await startTestServer()

async function aNewcomer(): Promise<TestPerson> {
  return await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })).person()
}

/** Presses what saves a file, and reads that file. */
async function download(page: Page): Promise<{ name: string; content: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), named(page, 'Download').click()])
  return { name: file.suggestedFilename(), content: await text(await file.createReadStream()) }
}

describe.each([true, false])('Backup codes at the end of set-up (JavaScript on: %s)', LONG, (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('are in the answer that turns it on, once, with the advice to keep them away from the phone', async () => {
    const ann = await aNewcomer()
    const { page } = await openContext({ javaScript })
    await setUpApp(page, server, ann)

    const codes = await readBackupCodes(page)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    const words = await wordsOf(page)
    expect(words).toContain('2-step verification is on.')
    expect(words).toContain('This is the only time they are shown.')
    expect(words).toContain('Keep them somewhere safe that is not your phone: printed in a drawer, or in a password manager.')

    await page.goto(`${server.url}/my-security`)
    await read(page, '10 backup codes left')
    // The browser kept nothing, and would have to send the used code again.
    await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS')
  })

  further('can be downloaded as a text file that says what they are, for whom and from when', async () => {
    const ann = await aNewcomer()
    const { page } = await openContext({ javaScript })
    await setUpApp(page, server, ann)
    const codes = await readBackupCodes(page)

    const { name, content } = await download(page)

    expect(name).toBe('Harbour Ledger backup codes.txt')
    const lines = content.split('\r\n')
    expect(lines[0]).toBe('Backup codes for Harbour Ledger')
    expect(lines[1]).toMatch(new RegExp(`^${ann.userName}, made on \\d{1,2} \\w+ \\d{4}$`))
    expect(lines.filter((line) => codes.includes(line))).toEqual(codes)
    expect(content).toContain('Keep this somewhere safe that is not your phone.')
    await arriveAt(page, 'Save your backup codes')
  })

  further('fill a printed page, with whose they are and without anything to press', async () => {
    const ann = await aNewcomer()
    const { page } = await openContext({ javaScript })
    await setUpApp(page, server, ann)
    const codes = await readBackupCodes(page)

    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })

    const paper = await page.locator('body').innerText()
    for (const code of codes) expect(paper).toContain(code)
    expect(paper).toContain(`For Harbour Ledger. ${ann.userName}, made on `)
    for (const name of ['I have saved them', 'Download', 'Copy', 'Print']) expect(await named(page, name).count()).toBe(0)
    expect(paper).not.toContain('Development')
    const ink = await page.getByRole('main').evaluate((main) => [getComputedStyle(main).color, getComputedStyle(main).backgroundColor])
    expect(ink).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)'])
  })

  further('once they are said to be saved, the person goes on to where they were going, and is never asked about them again', async () => {
    const ann = await aNewcomer()
    const { page } = await openContext({ javaScript })
    const app = await setUpApp(page, server, ann, WANTED)

    await press(page, 'I have saved them')

    await arriveAt(page, 'Recent activity')
    expect(page.url()).toBe(server.url + WANTED)
    await signOut(page)
    server.clock.advance(APP_STEP_SECONDS)
    await givePassword(page, server, ann)
    await enterCode(page, codeOf(app, server))
    await arriveAt(page, 'Hello, Ann Example')
  })

  inLong('if they never were said to be saved, the next sign-in offers a new set, and the old codes die with it', async () => {
    const ann = await aNewcomer()
    const { page } = await openContext({ javaScript })
    const app = await setUpApp(page, server, ann)
    const [old = ''] = await readBackupCodes(page)
    await page.context().clearCookies()
    server.clock.advance(APP_STEP_SECONDS)

    await givePassword(page, server, ann, WANTED)
    await enterCode(page, codeOf(app, server))
    await arriveAt(page, 'Did you save your backup codes?')
    await press(page, 'Show me new backup codes')
    if (new URL(page.url()).pathname === '/step-up') {
      server.clock.advance(APP_STEP_SECONDS)
      await enterCode(page, codeOf(app, server), 'Continue')
    }
    await arriveAt(page, 'Make new backup codes?')
    await press(page, 'Make new codes')
    const [fresh = ''] = await readBackupCodes(page)
    await press(page, 'I have saved them')
    expect(page.url()).toBe(server.url + WANTED)

    await signOut(page)
    await givePassword(page, server, ann)
    await enterCode(page, old)
    await arriveAt(page, "Verify it's you")
    await enterCode(page, fresh)
    await arriveAt(page, 'You used a backup code')
  })

  inLong('the offer can be put off, and comes back; "I have saved mine" ends it', async () => {
    const ann = await aNewcomer()
    const { page } = await openContext({ javaScript })
    const app = await setUpApp(page, server, ann)

    for (const answer of ['Later', 'I have saved mine']) {
      await page.context().clearCookies()
      server.clock.advance(APP_STEP_SECONDS)
      await givePassword(page, server, ann, WANTED)
      await enterCode(page, codeOf(app, server))
      await arriveAt(page, 'Did you save your backup codes?')
      await press(page, answer)
      expect(page.url()).toBe(server.url + WANTED)
    }

    await page.context().clearCookies()
    server.clock.advance(APP_STEP_SECONDS)
    await givePassword(page, server, ann, WANTED)
    await enterCode(page, codeOf(app, server))
    expect(page.url()).toBe(server.url + WANTED)
  })
})

describe('Backup codes on the page', LONG, () => {
  it('are copied, and printed, with one press where scripts run', async () => {
    const ann = await aNewcomer()
    const { page, context } = await openContext()
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url })
    await setUpApp(page, server, ann)
    const codes = await readBackupCodes(page)

    await named(page, 'Copy').click()
    await named(page, 'Copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'))

    await page.evaluate(() => void (window.print = () => void (document.title = 'printed')))
    await named(page, 'Print').click()
    expect(await page.title()).toBe('printed')
  })

  it('have no button that would do nothing where scripts do not run', async () => {
    const ann = await aNewcomer()
    const { page } = await openContext({ javaScript: false })
    await setUpApp(page, server, ann)

    for (const name of ['Copy', 'Print']) expect(await named(page, name).count()).toBe(0)
    expect(await named(page, 'Download').count()).toBe(1)
  })
})
