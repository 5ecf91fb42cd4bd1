import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, givePassword, goOnToChoose, holdsSession, named, setUpApp, signIn, wordsOf } from '../support/journey.ts'
import { itOf } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'

const ROLE_REASON = 'Your role, Payments administrator, always requires 2-step verification.'

const server = await startTestServer()

describe.each([true, false])('A role that always requires 2-step verification (JavaScript on: %s)', (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('requires it while the organization does not, and the page names the role', async () => {
    const harbour = await server.organization()
    const [paula, ann] = [await harbour.person({ name: 'Paula Payer', role: 'paymentsAdministrator' }), await harbour.person()]
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, paula)
    await arriveAt(page, 'Set up 2-step verification')
    const words = await wordsOf(page)
    expect(words).toContain(ROLE_REASON)
    expect(words).not.toContain('requires 2-step verification for everybody')
    await goOnToChoose(page)
    expect(await holdsSession(page)).toBe(false)

    await setUpApp(page, server.clock.now)
    await arriveAt(page, 'Hello, Paula Payer')

    const other = await openContext({ javaScript })
    await signIn(other.page, server, ann)
  })

  further('confines a signed-in person who is given it, at their next request', async () => {
    const ann = await (await server.organization()).person()
    const { page } = await openContext({ javaScript })
    await signIn(page, server, ann)
    await server.standalone.store.commit(ann.user.organizationId, [{ kind: 'user.roles', userId: ann.user.id, roleIds: ['staff', 'payments-administrator'] }])

    await page.goto(`${server.url}/my-security`)

    await arriveAt(page, 'Set up 2-step verification')
    expect(await wordsOf(page)).toContain(ROLE_REASON)
    expect(await wordsOf(page)).toContain('This became required while you were signed in.')
  })
})

describe('Such a role in an organization that requires it of everybody', () => {
  it('leaves no time even where the organization does, and gives its own reason', async () => {
    const harbour = await server.organization({ requiredSince: server.clock.now(), graceDays: 14 })
    const paula = await harbour.person({ name: 'Paula Payer', role: 'paymentsAdministrator' })
    const { page } = await openContext()

    await givePassword(page, server, paula)

    await arriveAt(page, 'Set up 2-step verification')
    expect(await wordsOf(page)).toContain(ROLE_REASON)
    expect(await named(page, 'Not now').count()).toBe(0)
  })
})
