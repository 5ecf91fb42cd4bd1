import { describe, expect, it } from 'vitest'
import { type HttpAnswer, openHttpPerson } from '../../support/http-person.ts'
import { startTestServer } from '../../support/test-server.ts'

const MINUTE = 60
const server = await startTestServer()

/** What the code field of a page holds, and whether "Trust this device" is ticked. */
function filledIn({ body }: HttpAnswer) {
  const [code = ''] = /<input[^>]* name="code"[^>]*>/.exec(body) ?? []
  const [trust = ''] = /<input[^>]* name="trustDevice"[^>]*>/.exec(body) ?? []
  return { code: /value="([^"]*)"/.exec(code)?.[1] ?? '', trusted: / checked\b/.test(trust) }
}

async function pending() {
  const ann = await (await server.organization()).person({ enrolled: ['totp'] })
  const browser = openHttpPerson(server)
  await browser.givePassword(ann)
  return { ann, browser }
}

describe('What somebody has filled in', () => {
  it('is still there after a slip: a backup code of sixteen characters, and the tick', async () => {
    const { ann, browser } = await pending()
    const slip = `${(ann.backupCodes[0] ?? '').slice(0, -1)}?`
    expect(filledIn(await browser.submit('/verify', { code: slip, trustDevice: 'on' }))).toEqual({ code: slip, trusted: true })
    expect(filledIn(await browser.submit('/verify', { code: '12345', trustDevice: 'on' }))).toEqual({ code: '12345', trusted: true })
    expect(filledIn(await browser.submit('/verify', { code: '12345' }))).toEqual({ code: '12345', trusted: false })
    expect(filledIn(await browser.open('/verify'))).toEqual({ code: '', trusted: false })
  })

  it('is gone where another code is needed, but for the tick', async () => {
    const { ann, browser } = await pending()
    const ofAnotherTime = ann.appCode(-10 * MINUTE)
    const answer = await browser.submit('/verify', { code: ofAnotherTime, trustDevice: 'on' })
    expect(filledIn(answer)).toEqual({ code: '', trusted: true })
    expect(answer.body).not.toContain(ofAnotherTime)
  })

  it('is written into the page as text', async () => {
    const { browser } = await pending()
    expect((await browser.submit('/verify', { code: '"><b>' })).body).toContain('value="&quot;&gt;&lt;b&gt;"')
  })
})
