import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { APP_STEP_SECONDS, arriveAt, givePassword, openSettings, press, read, signInOnPages, signOut, stepUp, wordsOf } from '../support/journey.ts'
import { further as inLong, itOf } from '../support/long.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'

const DAY = 24 * 60 * 60

const server = await startTestServer()

/** Signs in on a device that is trusted from then on, and leaves the account. */
async function trust(page: Page, person: TestPerson): Promise<void> {
  server.clock.advance(APP_STEP_SECONDS)
  await signInOnPages(page, server, person, { trustDevice: true })
  await signOut(page)
}

/** Gives the password, and reads what the page that asks for a code says. */
async function readWhyAsked(page: Page, person: TestPerson): Promise<string> {
  await givePassword(page, server, person)
  await arriveAt(page, "Verify it's you")
  return await wordsOf(page)
}

describe.each([true, false])('A device that is trusted (JavaScript on: %s)', (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('is not asked again until the time is up, and then the page says so', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })
    await givePassword(page, server, ann)
    expect(await wordsOf(page)).toContain("You won't be asked for a code here for 30 days.")
    expect(await page.getByLabel('Trust this device').isChecked()).toBe(false)
    await trust(page, ann)

    server.clock.advance(30 * DAY - 1)
    await givePassword(page, server, ann)
    await arriveAt(page, 'Hello, Ann Example')
    await signOut(page)

    server.clock.advance(1)
    expect(await readWhyAsked(page, ann)).toContain('We ask because the time for trusting this device has run out.')
  })

  further('is asked again once it is revoked', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext({ javaScript })
    await trust(page, ann)
    server.clock.advance(DAY)
    await signInOnPages(page, server, ann)

    await openSettings(page)
    await press(page, 'Trusted devices')
    await arriveAt(page, 'Trusted devices')
    expect(await wordsOf(page)).toContain('This device')
    await press(page, 'Stop trusting Chrome on Linux')
    await stepUp(page, ann.appCode())
    await arriveAt(page, 'Trusted devices')
    await press(page, 'Stop trusting Chrome on Linux')
    await read(page, 'That device is no longer trusted. It will be asked for a code.')
    await signOut(page)

    expect(await readWhyAsked(page, ann)).toContain('We ask because this device is no longer on your list of trusted devices.')
  })
})

describe('Any trusted device', () => {
  inLong('is asked again once the password has changed', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await trust(page, ann)
    await signInOnPages(page, server, ann)
    const password = 'eight-painted-ladders'

    await openSettings(page)
    await press(page, 'Password')
    await page.getByLabel('Current password').fill(ann.password)
    await page.getByLabel('New password').fill(password)
    await press(page, 'Change password')
    await read(page, 'Your password is changed.')
    await signOut(page)

    expect(await readWhyAsked(page, { ...ann, password })).toContain('We ask because your password was changed.')
  })

  inLong('is asked again once a method has changed, on another device too', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp', 'sms'] })
    const { page } = await openContext()
    await trust(page, ann)
    const phone = await openContext()
    server.clock.advance(APP_STEP_SECONDS)
    await signInOnPages(phone.page, server, ann)

    server.clock.advance(APP_STEP_SECONDS)
    await phone.page.goto(`${server.url}/my-security`)
    await press(phone.page, 'Remove Text message')
    if (new URL(phone.page.url()).pathname === '/step-up') await stepUp(phone.page, ann.appCode())
    await press(phone.page, 'Remove')
    await read(phone.page, 'That way to verify is removed')

    expect(await readWhyAsked(page, ann)).toContain('We ask because the way you verify was changed.')
  })

  inLong('is asked again once an administrator has reset it', async () => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const { page } = await openContext()
    await trust(page, ann)

    await server.standalone.store.commit(ann.user.organizationId, [{ kind: 'devices.revoke-all', userId: ann.user.id, because: 'reset' }])

    expect(await readWhyAsked(page, ann)).toContain('We ask because an administrator reset your 2-step verification.')
  })

  inLong('is trusted for one person alone', async () => {
    const harbour = await server.organization()
    const [ann, ben] = [await harbour.person({ enrolled: ['totp'] }), await harbour.person({ name: 'Ben Example', enrolled: ['totp'] })]
    const { page } = await openContext()
    await trust(page, ann)

    expect(await readWhyAsked(page, ben)).toContain("We ask because you haven't verified on this device before.")
    await givePassword(page, server, ann)

    await arriveAt(page, 'Hello, Ann Example')
  })

  it('cannot be had where the organization does not allow it, and the page says so', async () => {
    const ann = await (await server.organization({ trustDays: 0 })).person({ enrolled: ['totp'] })
    const { page } = await openContext()

    expect(await readWhyAsked(page, ann)).toContain("Devices can't be trusted here: your organization asks for a code at every sign-in.")

    expect(await page.getByLabel('Trust this device').count()).toBe(0)
  })
})
