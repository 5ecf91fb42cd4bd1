import { expect, it } from 'vitest'
import { openContext } from '../support/browser.ts'
import { openHttpPerson } from '../support/http-person.ts'
import { arriveAt, press, read } from '../support/journey.ts'
import { startTestServer } from '../support/test-server.ts'
import { linkInMail } from './mailbox-steps.ts'

const server = await startTestServer()

it('Somebody who reads of a change that they did not make locks their account from the mail, on a phone, and gets the link for a new password', async () => {
  const ann = await (await server.organization()).person({ enrolled: ['totp'] })
  const thief = openHttpPerson(server)
  await thief.signIn(ann)
  await thief.open('/my-security/password')
  await thief.submit('/my-security/password', { current: ann.password, next: 'eleven-copper-lanterns' })

  const link = await linkInMail(server, ann, 'Your Harbour Ledger password was changed', "It wasn't me")
  const { page } = await openContext({ viewport: { width: 360, height: 740 } })
  await page.goto(link)
  await arriveAt(page, "Wasn't this you?")
  await read(page, 'The changed password stops working.')
  expect((await thief.get('/my-security')).status).toBe(200) // to look changes nothing
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await press(page, "It wasn't me: lock my account")
  await arriveAt(page, 'Your account is locked')
  expect((await thief.get('/my-security')).location).toMatch(/^\/sign-in/)

  await page.goto(await linkInMail(server, ann, 'Set a new password for Harbour Ledger', 'Set a new password'))
  await read(page, 'New password')
})
