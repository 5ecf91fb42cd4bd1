import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, givePassword, goOnToChoose, holdsSession, named, press, setUpApp, signIn, wordsOf } from '../support/journey.ts'
import { itOf } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'

const server = await startTestServer()

const requiredNow = () => ({ requiredSince: server.clock.now(), graceDays: 0 })

const sessionsOf = ({ user }: TestPerson) => server.standalone.store.listSessions(user.organizationId, user.id)

describe.each([true, false])('2-step verification that the organization requires (JavaScript on: %s)', (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('stands between the password and the session, says so, and lets in whoever has set it up', async () => {
    const ann = await (await server.organization(requiredNow())).person()
    const { page } = await openContext({ javaScript })

    await givePassword(page, server, ann, '/my-security/devices')

    await arriveAt(page, 'Set up 2-step verification')
    const words = await wordsOf(page)
    expect(words).toContain('Harbour Trust requires 2-step verification for everybody.')
    expect(words).toContain('It takes about two minutes to set up.')
    expect(await named(page, 'Not now').count()).toBe(0)
    await goOnToChoose(page)
    expect([await holdsSession(page), await sessionsOf(ann)]).toEqual([false, []])

    await setUpApp(page, server.clock.now)

    await arriveAt(page, 'Trusted devices')
    expect([await holdsSession(page), (await sessionsOf(ann)).length]).toEqual([true, 1])
  })

  further('confines somebody who is signed in already, at their next request', async () => {
    const harbour = await server.organization()
    const ann = await harbour.person()
    const { page } = await openContext({ javaScript })
    await signIn(page, server, ann)
    await harbour.setPolicy(requiredNow())

    await page.goto(`${server.url}/my-security/activity`)

    await arriveAt(page, 'Set up 2-step verification')
    const words = await wordsOf(page)
    expect(words).toContain('Harbour Trust requires 2-step verification for everybody.')
    expect(words).toContain('This became required while you were signed in. Set it up to go on with your work.')
    expect(await named(page, 'Not now').count()).toBe(0)
    await page.goto(server.url)
    await arriveAt(page, 'Set up 2-step verification')

    await press(page, 'Enable two-step verification')
    await press(page, 'Get Started')
    await page.getByLabel('Password', { exact: true }).fill(ann.password)
    await press(page, 'Continue')
    await setUpApp(page, server.clock.now)
    await arriveAt(page, 'Hello, Ann Example')
  })
})

describe('A requirement', () => {
  it('opens no other page before set-up is done', async () => {
    const ann = await (await server.organization(requiredNow())).person()
    const { page } = await openContext()
    await givePassword(page, server, ann)

    for (const path of ['/', '/my-security', '/my-security/password', '/step-up']) {
      await page.goto(server.url + path)
      expect([path, new URL(page.url()).pathname]).not.toEqual([path, path])
    }

    expect([await holdsSession(page), await sessionsOf(ann)]).toEqual([false, []])
  })

  it('does not stop somebody who has set it up', async () => {
    const ann = await (await server.organization(requiredNow())).person({ enrolled: ['totp'] })
    const { page } = await openContext()

    await signIn(page, server, ann)

    expect(new URL(page.url()).pathname).toBe('/')
  })
})
