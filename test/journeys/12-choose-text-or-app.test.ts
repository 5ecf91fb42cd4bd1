import { describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, named, press } from '../support/journey.ts'
import { itOf } from '../support/long.ts'
import { startTestServer } from '../support/test-server.ts'
import { goToChoice } from './set-up-steps.ts'

const server = await startTestServer()

describe.each([true, false])('Choosing how to get codes (JavaScript on: %s)', (javaScript) => {
  const further = itOf({ everyRun: javaScript })

  it('offers text message and mobile authenticator, and recommends the authenticator with one plain line why', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })).person()
    const { page } = await openContext({ javaScript })
    await goToChoice(page, server, ann)

    const choices = await page.getByRole('main').getByRole('listitem').allInnerTexts()
    expect(choices.map((choice) => choice.split(/\s*\n\s*/).join(' '))).toEqual([
      'Use Mobile Authenticator Recommended An app on your phone shows the codes. It is safer, and works without a signal.',
      'Use Text Message We text you a code each time you need one.',
    ])
  })

  further('leads to the way that was chosen, and back for another', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0 })).person()
    const { page } = await openContext({ javaScript })
    await goToChoice(page, server, ann)

    await press(page, 'Use Text Message')
    await arriveAt(page, 'Add your mobile phone')
    await press(page, 'Choose another way')
    await arriveAt(page, 'Choose how to get your codes')
    await press(page, 'Use Mobile Authenticator')
    await arriveAt(page, 'Connect your authenticator app')
    await press(page, 'Choose another way')
    await arriveAt(page, 'Choose how to get your codes')
    expect(new URL(page.url()).pathname).toBe('/set-up/choose')
  })

  further('offers only what the organization allows, and recommends nothing where there is one way', async () => {
    const ann = await (await server.organization({ requiredSince: server.clock.now(), graceDays: 0, allowedMethods: ['sms'] })).person()
    const { page } = await openContext({ javaScript })
    await goToChoice(page, server, ann)

    expect(await page.getByText('Your organization allows this way only.').count()).toBe(1)
    expect(await named(page, 'Use Text Message').count()).toBe(1)
    expect(await named(page, 'Use Mobile Authenticator').count()).toBe(0)
    expect(await page.getByText('Recommended').count()).toBe(0)
  })
})
