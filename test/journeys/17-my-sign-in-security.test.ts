import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, chooseSetting, countTexts, enterCode, givePassword, named, openSettings, press, read, readTextedCode, signIn, signOut, wordsOf } from '../support/journey.ts'
import { first, further } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'
import { codeOf, ENABLE, givePhone, LONG, readBackupCodes, scanQr } from './set-up-steps.ts'

const DAY = 24 * 60 * 60

const server = await startTestServer()

/** As it stands in a sentence, or `short` beside a moment. */
function today(length: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: length, day: 'numeric' }).format(server.clock.now() * 1000)
}

/** Signs in with a code, which is fresh for the next five minutes, and opens the settings. */
async function inSettings(page: Page, ann: TestPerson): Promise<void> {
  await signIn(page, server, ann)
  await chooseSetting(page, 'My sign-in security')
  await arriveAt(page, 'My sign-in security')
}

/** The entry of one method: what it is, when it was added and last used. */
async function entryOf(page: Page, method: string): Promise<string> {
  const entry = page.getByRole('region', { name: 'How you verify' }).getByRole('listitem').filter({ hasText: method })
  return (await entry.innerText()).replace(/\s+/g, ' ')
}

describe('The settings cog', LONG, () => {
  it('is on every page of somebody who is signed in, and leads to their sign-in security', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await inSettings(page, ann)

    for (const path of first(4, [
      '/', '/my-security/devices', '/set-up/choose', '/no-such-page', '/my-security', '/my-security/activity', '/my-security/sessions',
      '/my-security/password', '/my-security/backup-codes', '/my-security/turn-off', '/set-up/benefits', '/set-up/phone',
    ])) {
      await page.goto(server.url + path)
      expect([path, new URL(page.url()).pathname]).toEqual([path, path])
      await openSettings(page)
      expect([path, await page.getByRole('navigation', { name: 'Settings' }).getByRole('link').allInnerTexts()]).toEqual([
        path,
        ['My sign-in security', 'Trusted devices', 'Recent activity', 'Sessions', 'Password'],
      ])
    }
    await page.goto(server.url)
    await chooseSetting(page, 'My sign-in security')
    await arriveAt(page, 'My sign-in security')
  })

  it('opens and closes with the keyboard', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext()
    await signIn(page, server, ann)
    await page.locator('summary[aria-label="Settings"]').focus()

    await page.keyboard.press('Enter')
    await named(page, 'Trusted devices').waitFor()
    await page.keyboard.press('Escape')

    await named(page, 'Trusted devices').waitFor({ state: 'hidden' })
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Settings')
  })
})

describe('My sign-in security', LONG, () => {
  it('shows each method with the day it was added and when it was last used', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    const added = today('short')
    server.clock.advance(3 * DAY)
    const { page } = await openContext()
    await signIn(page, server, ann)

    await page.goto(`${server.url}/my-security`)

    expect(await entryOf(page, 'Mobile authenticator')).toContain(`Added ${added}. Last used ${today('short')}, `)
    expect(await entryOf(page, 'Text message')).toContain(`Phone ending in ${ann.phone.slice(-2)} Added ${added}. Not used yet.`)
  })

  it('adds a text message to the app, and then both work', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await inSettings(page, ann)

    await press(page, 'Add text message')
    await givePhone(page, ann.phone)
    await enterCode(page, await readTextedCode(server, ann), ENABLE)

    await arriveAt(page, 'My sign-in security')
    await read(page, 'Your new way to verify is on.')
    expect(await entryOf(page, 'Text message')).toContain(`Added ${today('short')}`)
    expect(await wordsOf(page)).toContain('10 backup codes left') // no second set
    await signOut(page)
    server.clock.advance(APP_STEP_SECONDS)
    await givePassword(page, server, ann)
    await press(page, 'Try another way')
    await press(page, 'Use Text Message')
    await enterCode(page, await readTextedCode(server, ann))
    await arriveAt(page, 'Hello, Ann Example')
  })

  further('changes the phone number: the old one works until the new one is proved, and then no longer', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['sms'] })
    const next = ann.phone.replace('+447400', '+447402')
    const { page } = await openContext()
    await givePassword(page, server, ann)
    await enterCode(page, await readTextedCode(server, ann))
    await page.goto(`${server.url}/my-security`)
    await press(page, 'Change number')
    await givePhone(page, next)
    await arriveAt(page, 'Enter the code we texted')

    const elsewhere = await openContext()
    server.clock.advance(60)
    await givePassword(elsewhere.page, server, ann)
    expect(await wordsOf(elsewhere.page)).toContain(`your phone ending in ${ann.phone.slice(-2)}`)
    const before = await countTexts(server, ann.phone)
    await enterCode(elsewhere.page, await readTextedCode(server, ann))
    await arriveAt(elsewhere.page, 'Hello, Ann Example')

    await enterCode(page, await readTextedCode(server, { phone: next }), ENABLE)
    await read(page, 'Codes are now texted to your new number. The old one no longer works.')
    await elsewhere.page.goto(server.url)
    await arriveAt(elsewhere.page, 'Sign in')
    server.clock.advance(60)
    await givePassword(elsewhere.page, server, ann)
    expect(await countTexts(server, ann.phone)).toBe(before)
    await enterCode(elsewhere.page, await readTextedCode(server, { phone: next }))
    await arriveAt(elsewhere.page, 'Hello, Ann Example')
  })

  further('changes the app: the old one works until the new one is proved, and then no longer', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await inSettings(page, ann)
    await press(page, 'Change app')
    await arriveAt(page, 'Connect your authenticator app')
    const app = await scanQr(page)

    const elsewhere = await openContext()
    server.clock.advance(APP_STEP_SECONDS)
    await signIn(elsewhere.page, server, ann)

    await enterCode(page, codeOf(app, server), ENABLE)
    await read(page, 'Your new authenticator app is connected. The old one no longer works.')
    server.clock.advance(APP_STEP_SECONDS)
    await elsewhere.page.goto(server.url)
    await arriveAt(elsewhere.page, 'Sign in')
    await givePassword(elsewhere.page, server, ann)
    await enterCode(elsewhere.page, ann.appCode())
    await arriveAt(elsewhere.page, "Verify it's you")
    await enterCode(elsewhere.page, codeOf(app, server))
    await arriveAt(elsewhere.page, 'Hello, Ann Example')
    expect(await page.getByRole('main').innerText()).not.toContain('Save your backup codes') // those of before go on
  })

  it('removes a method, but not the last one while it is required', async () => {
    const harbour = await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })
    const ann = await harbour.person({ enrolled: ['totp', 'sms'] })
    const { page } = await openContext()
    await inSettings(page, ann)

    await press(page, 'Remove Text message')
    await arriveAt(page, 'Remove text message?')
    await press(page, 'Remove')

    await read(page, 'That way to verify is removed')
    expect(await named(page, 'Add text message').count()).toBe(1)
    expect(await named(page, 'Remove Mobile authenticator').count()).toBe(0)
    expect(await entryOf(page, 'Mobile authenticator')).toContain("You can't remove your only allowed way to verify while 2-step verification is required.")
    expect(await named(page, 'Turn off 2-step verification').count()).toBe(0)
    expect(await wordsOf(page)).toContain(`Harbour Trust has required it of everybody since ${today()}.`)
  })

  it('makes new backup codes, and the old ones die at once', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await inSettings(page, ann)

    await press(page, 'Make new codes')
    await arriveAt(page, 'Make new backup codes?')
    expect(await wordsOf(page)).toContain('Your old codes stop working at once, also those that you printed.')
    await press(page, 'Make new codes')
    await arriveAt(page, 'Save your backup codes')
    const [fresh = ''] = await readBackupCodes(page)

    const elsewhere = await openContext()
    await givePassword(elsewhere.page, server, ann)
    await enterCode(elsewhere.page, ann.backupCodes[0] ?? '')
    await arriveAt(elsewhere.page, "Verify it's you")
    await enterCode(elsewhere.page, fresh)
    await arriveAt(elsewhere.page, 'You used a backup code')

    await press(page, 'I have saved them')
    await arriveAt(page, 'My sign-in security')
    expect(await wordsOf(page)).toContain('9 backup codes left')
  })

  it.each([
    { left: 4, warning: [] },
    { left: 3, warning: ['You have only 3 backup codes left. Make new ones before they run out.'] },
    { left: 1, warning: ['You have only 1 backup code left. Make new ones before they run out.'] },
    { left: 0, warning: ['You have no backup codes left. Make new ones, so that you can get in if your phone is lost.'] },
  ])('says how many backup codes are left, and warns when they are few: $left', async ({ left, warning }) => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { store } = server.standalone
    const unused = await store.backupCodes(ann.user.organizationId, ann.user.id)
    const at = server.clock.now()
    await store.commit(ann.user.organizationId, unused.slice(left).map(({ id }) => ({ kind: 'backup-code.use' as const, id, userId: ann.user.id, at })))
    const { page } = await openContext()
    await signIn(page, server, ann)

    await page.goto(`${server.url}/my-security`)

    const backup = page.getByRole('region', { name: 'Backup codes' })
    expect(await backup.innerText()).toContain(left === 0 ? 'No backup codes left' : `${left} backup code${left === 1 ? '' : 's'} left`)
    expect(await backup.locator('.alert').allInnerTexts()).toEqual(warning)
  })

  it('is turned off where nothing requires it, and then a password is enough', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await inSettings(page, ann)

    await press(page, 'Turn off 2-step verification')
    await arriveAt(page, 'Turn off 2-step verification?')
    expect(await wordsOf(page)).toContain('Your password alone will then be enough to sign in as you.')
    await press(page, 'Cancel')
    await arriveAt(page, 'My sign-in security')
    await press(page, 'Turn off 2-step verification')
    await press(page, 'Turn it off')

    await read(page, '2-step verification is off.')
    expect(await wordsOf(page)).toContain('2-step verification Off')
    await signOut(page)
    await givePassword(page, server, ann)
    await arriveAt(page, 'Hello, Ann Example')
  })

  it('is not turned off where a role requires it, whatever address is typed', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'], role: 'paymentsAdministrator' })
    const { page } = await openContext()
    await inSettings(page, ann)
    expect(await named(page, 'Turn off 2-step verification').count()).toBe(0)

    await page.goto(`${server.url}/my-security/turn-off`)

    await arriveAt(page, "2-step verification can't be turned off")
    expect(await wordsOf(page)).toContain('Your role, Payments administrator, always requires it.')
    await press(page, 'Back')
    await arriveAt(page, 'My sign-in security')
  })
})
