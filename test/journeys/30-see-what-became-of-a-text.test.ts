import { afterAll, describe, expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { arriveAt, enterCode, givePassword, named, press, wordsOf } from '../support/journey.ts'
import { problem, startTwilio } from '../support/providers/twilio.ts'
import { startVonage } from '../support/providers/vonage.ts'
import { startTestServer } from '../support/test-server.ts'

const twilio = await startTwilio({ until: afterAll })
const vonage = await startVonage({ until: afterAll })
const server = await startTestServer('sqlite', { isDevelopment: false, settings: { SMS_PROVIDERS: 'twilio,vonage' }, environment: { ...twilio.settings, ...vonage.settings } })
const phone = { viewport: { width: 360, height: 740 } }

async function atTheCode(javaScript = true) {
  const ann = await (await server.organization()).person({ enrolled: ['sms'] })
  const { page } = await openContext({ javaScript, ...phone })
  await givePassword(page, server, ann)
  await arriveAt(page, "Verify it's you")
  return { ann, page }
}

describe('Somebody who waits for a text', () => {
  it('sees it delivered, or failed and what helps, without a reload and without losing what they typed', async () => {
    const { ann, page } = await atTheCode()
    let loads = 0
    page.on('load', () => (loads += 1))
    await page.getByRole('textbox').fill('12')
    const text = twilio.messages.find(({ to }) => to === ann.phone)!
    await twilio.report(text, 'undelivered', 30_006)
    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.innerText()).toBe(`The number ending in ${ann.phone.slice(-2)} can't receive texts. Use a backup code instead.`)
    expect(await page.getByRole('textbox').inputValue()).toBe('12')
    expect(loads).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await enterCode(page, ann.backupCodes[0]!)
    await arriveAt(page, 'You used a backup code')
  })

  it('hears of it where no script runs, after a reload; and a new code goes another way', async () => {
    twilio.next(problem(503, 20_503, 'Service unavailable'))
    const { ann, page } = await atTheCode(false)
    const [first] = vonage.messages.filter(({ to }) => to === ann.phone.slice(1))
    await vonage.report(first!, 'delivered')
    await page.reload()
    expect(await wordsOf(page)).toContain('The text was delivered to your phone.')
    server.clock.advance(30)
    await page.reload()
    await press(page, 'Send a new code')
    await named(page, 'Try another way').waitFor()
    const [second] = twilio.messages.filter(({ to }) => to === ann.phone)
    await enterCode(page, /^\d{6}/.exec(second!.body)![0])
    await arriveAt(page, 'Hello, Ann Example')
  })
})
