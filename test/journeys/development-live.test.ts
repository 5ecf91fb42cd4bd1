import { expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { openHttpPerson } from '../support/http-person.ts'
import { startTestServer } from '../support/test-server.ts'

const server = await startTestServer()

it('The development phone and mailbox show a code and a notice by themselves while somebody signs in, on a narrow screen', async () => {
  const ann = await (await server.organization()).person({ enrolled: ['sms'] })
  const { context, page: phone } = await openContext({ viewport: { width: 360, height: 740 } })
  const mailbox = await context.newPage()
  await Promise.all([phone.goto(`${server.url}/development/phone`), mailbox.goto(`${server.url}/development/mailbox`)])

  const browser = openHttpPerson(server)
  await browser.givePassword(ann)
  const bubble = phone.getByRole('log').getByText(/^\d{6} is your Harbour Ledger code\./)
  await bubble.waitFor()
  await browser.submit('/verify', { code: (await bubble.innerText()).slice(0, 6), trustDevice: 'on' })
  expect(browser.cookies.has('nightlatch-session')).toBe(true)

  const mail = mailbox.getByRole('link').filter({ hasText: `To ${ann.email}` })
  await mail.waitFor()
  for (const page of [phone, mailbox]) expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await mail.click()
  await mailbox.frameLocator('iframe').getByText(ann.name).first().waitFor()
  await mailbox.close()
})
