import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, chooseSetting, enterCode, givePassword, named, press, read, signIn, signOut, wordsOf } from '../support/journey.ts'
import { further } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'
import { LONG } from './set-up-steps.ts'

const server = await startTestServer()

/** Opens the page, and reads what happened, newest first. */
async function whatHappened(page: Page): Promise<string[]> {
  await page.goto(server.url)
  await chooseSetting(page, 'Recent activity')
  await arriveAt(page, 'Recent activity')
  return await page.getByRole('listitem').locator('strong').allInnerTexts()
}

describe('Recent activity', LONG, () => {
  it('tells sign-ins, also those that failed, in plain words and newest first, with time, device and address', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await givePassword(page, server, { ...ann, password: 'not-my-password' })
    await givePassword(page, server, ann)
    await enterCode(page, ann.appCode(3600))
    await enterCode(page, ann.appCode())
    await arriveAt(page, 'Hello, Ann Example')

    expect((await whatHappened(page)).slice(0, 4)).toEqual([
      'Signed in with your password and a code from your app',
      'Wrong code entered after the right password',
      'Right password entered, a code asked for',
      'Wrong password entered',
    ])
    const newest = (await page.getByRole('listitem').filter({ hasText: 'Signed in with' }).first().innerText()).replace(/\s+/g, ' ')
    const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: 'short', day: 'numeric' }).format(server.clock.now() * 1000)
    expect(newest).toContain(`${day}, `)
    expect(newest).toContain('Chrome on Linux, 127.0.0.1')
  })

  it('tells each change of the account in plain words', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    const { page } = await openContext()
    await signIn(page, server, ann, { trustDevice: true })
    await page.goto(`${server.url}/my-security/devices`)
    await press(page, 'Stop trusting Chrome on Linux')
    await read(page, 'That device is no longer trusted.')
    await page.goto(`${server.url}/my-security/backup-codes`)
    await press(page, 'Make new codes')
    await press(page, 'I have saved them')
    await press(page, 'Remove Text message')
    await press(page, 'Remove')
    await read(page, 'That way to verify is removed')
    await page.goto(`${server.url}/my-security/password`)
    await page.getByLabel('Current password').fill(ann.password)
    await page.getByLabel('New password').fill('eight-painted-ladders')
    await press(page, 'Change password')
    await read(page, 'Your password is changed.')
    await page.goto(`${server.url}/my-security/turn-off`)
    await press(page, 'Turn it off')
    await read(page, '2-step verification is off.')
    await signOut(page)
    await signIn(page, server, { ...ann, password: 'eight-painted-ladders' })

    expect((await whatHappened(page)).slice(0, 9)).toEqual([
      'Signed in with your password, no second step set up or required',
      'Signed out',
      '2-step verification turned off',
      'Password changed',
      'Text message removed',
      'New backup codes made',
      'Device no longer trusted',
      'Device trusted',
      'Signed in with your password and a code from your app',
    ])
    expect(await wordsOf(page)).not.toMatch(/\b\w+\.\w+-?\w*ed\b|undefined|null|\{|totp|sms/)
  })

  it('shows nobody else\'s', async () => {
    const harbour = await server.organization()
    const [ann, ben] = [await harbour.person(), await harbour.person({ name: 'Ben Example' })]
    const { page } = await openContext()
    await givePassword(page, server, { ...ann, password: 'not-my-password' })

    await signIn(page, server, ben)

    expect(await whatHappened(page)).not.toContain('Wrong password entered')
  })

  further('has older ones on further pages, and a way back to the newest', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await signIn(page, server, ann)
    const entered = 30
    await server.standalone.store.commit(ann.user.organizationId, Array.from({ length: entered }, (_, n) => ({
      kind: 'audit.append' as const,
      event: {
        id: server.standalone.ports.random.id(), at: server.clock.now() + n, action: 'signed-out' as const, result: 'success' as const,
        actorId: ann.user.id, subjectId: ann.user.id, method: null, detail: {}, client: { address: '192.0.2.1', agent: 'Firefox on Linux' },
      },
    })))
    server.clock.advance(APP_STEP_SECONDS)

    expect(await whatHappened(page)).toHaveLength(25)
    expect(await named(page, 'Newest').count()).toBe(0)
    await press(page, 'Older')
    expect(await wordsOf(page)).toContain('Signed in with your password and a code')
    expect(await named(page, 'Older').count()).toBe(0)
    await press(page, 'Newest')
    expect(await named(page, 'Newest').count()).toBe(0)
  })
})
