import { afterAll, describe, expect, it } from 'vitest'
import { type HttpPerson, openHttpPerson } from '../support/http-person.ts'
import { account, problem, signatureOf, startTwilio } from '../support/providers/twilio.ts'
import { startVonage } from '../support/providers/vonage.ts'
import { startTestServer } from '../support/test-server.ts'

const twilio = await startTwilio({ until: afterAll })
const vonage = await startVonage({ until: afterAll })
const server = await startTestServer('sqlite', {
  isDevelopment: false,
  settings: { SMS_PROVIDERS: 'twilio,vonage', SMS_PRICES: 'twilio:GB=0.0463 GBP, *=0.10 USD' },
  environment: { ...twilio.settings, ...vonage.settings },
})

/** Somebody who has just given their password, and waits for a text. */
async function waiting(enrolled: readonly ('sms' | 'totp')[] = ['sms']) {
  const ann = await (await server.organization()).person({ enrolled })
  const browser = openHttpPerson(server)
  await browser.givePassword(ann)
  if (enrolled.includes('totp')) await browser.submit('/verify/another-way', { method: 'sms' })
  return { ann, browser, page: async () => await browser.get('/verify') }
}

const textsTo = (phone: string) => ({ twilio: twilio.messages.filter(({ to }) => to === phone), vonage: vonage.messages.filter(({ to }) => to === phone.slice(1)) })
const post = (path: string, body: string, headers: Record<string, string> = {}) => fetch(server.url + path, { method: 'POST', headers, body })

async function resend(browser: HttpPerson) {
  server.clock.advance(30)
  return await browser.submit('/verify/resend')
}

describe('A text that a provider took', () => {
  it('is said to be on its way, then delivered, and its code signs in', async () => {
    const { ann, browser, page } = await waiting()
    const [text] = textsTo(ann.phone).twilio
    const before = await page()
    expect(before.body).toContain('We texted a ')
    expect(before.body).toContain('data-delivery="/verify"')
    expect(before.headers.get('content-security-policy')).toContain("connect-src 'self'")

    expect((await twilio.report(text!, 'sent')).status).toBe(204)
    expect((await twilio.report(text!, 'delivered')).status).toBe(204)
    const after = await page()
    expect(after.body).toContain('The text was delivered to your phone.')
    expect(after.body).not.toContain('data-delivery')
    const code = /^(\d{6}) /.exec(text!.body)?.[1] ?? ''
    expect(text!.body.split('\n').at(-1)).toBe(`@localhost #${code}`)
    await browser.submit('/verify', { code })
    expect(browser.cookies.has('nightlatch-session')).toBe(true)
  })

  it.each([
    [30_006, ['sms'], 'receive texts. Use a backup code instead.'],
    [30_006, ['sms', 'totp'], 'receive texts. Use your app or a backup code instead.'],
    [21_610, ['sms'], 'blocks our texts'],
    [30_003, ['sms'], 'try another way.'], // switched off: the number is right
    [30_008, ['sms'], 'try another way.'],
  ] as const)('and that its receipt says has failed by %s leads to what helps', async (code, enrolled, advice) => {
    const { ann, page } = await waiting(enrolled)
    await twilio.report(textsTo(ann.phone).twilio.at(-1)!, 'undelivered', code)
    const { body } = await page()
    expect(body).toContain(advice)
    expect(body).toContain('<title>Error: ')
    expect(body).not.toContain('We texted')
    expect(textsTo(ann.phone).vonage).toEqual([])
  })

  it('stays delivered, whatever receipt comes late or twice; and one that failed may yet be delivered', async () => {
    const { ann, page } = await waiting()
    const [text] = textsTo(ann.phone).twilio
    await twilio.report(text!, 'undelivered', 30_005)
    expect((await page()).body).toContain('receive texts')
    for (const [status, code] of [['delivered'], ['sent'], ['undelivered', 30_005], ['delivered'], ['queued']] as const) {
      expect((await twilio.report(text!, status, code)).status).toBe(204)
      expect((await page()).body).toContain('The text was delivered to your phone.')
    }
  })

  it('is forgotten by the page once another was sent, and where another way is chosen', async () => {
    const { ann, browser, page } = await waiting(['sms', 'totp'])
    const [first] = textsTo(ann.phone).twilio
    await resend(browser)
    await twilio.report(first!, 'undelivered', 30_006)
    expect((await page()).body).toContain('We texted a ')
    const [second] = textsTo(ann.phone).vonage
    await browser.submit('/verify/another-way', { method: 'totp' })
    await vonage.report(second!, 'delivered')
    expect((await page()).body).not.toContain('delivered')
  })
})

describe('A receipt', () => {
  it('without its signature, of a provider that is not set up, or of none, is refused and changes nothing', async () => {
    const { ann, page } = await waiting()
    const [text] = textsTo(ann.phone).twilio
    const url = new URL(text!.statusCallback!)
    const path = url.pathname + url.search
    const form = new URLSearchParams({ MessageSid: text!.sid, MessageStatus: 'delivered' })
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const signed = { ...type, 'x-twilio-signature': signatureOf(url.href, form, account.token) }
    for (const [where, body, headers] of [
      [path, form.toString(), type],
      [path, form.toString(), { ...type, 'x-twilio-signature': signatureOf(url.href, form, 'another') }],
      [path, `${form}&To=x`, signed],
      [`${path}x`, form.toString(), signed],
      [path.replace('twilio', 'vonage'), form.toString(), signed],
      [path.replace('twilio', 'sns'), form.toString(), signed],
      [path.replace('twilio', 'constructor'), form.toString(), signed],
    ] as const) {
      expect((await post(where, body, headers)).status).toBe(403)
    }
    expect((await post(path, 'x'.repeat(70_000), signed)).status).toBe(400)
    expect((await fetch(url)).status).toBe(404)
    expect((await page()).body).toContain('data-delivery="/verify"')
    expect((await post(path, form.toString(), signed)).status).toBe(204)
    expect((await page()).body).toContain('delivered')
  })

  it('of a text that another provider took, or that nobody sent, is taken note of and changes nothing', async () => {
    const { ann, page } = await waiting()
    const reference = new URL(textsTo(ann.phone).twilio[0]!.statusCallback!).searchParams.get('text')!
    const message = { message_uuid: 'x', to: ann.phone, text: '', webhook_url: `${server.url}/sms/receipts/vonage` }
    expect((await vonage.report({ ...message, client_ref: reference }, 'delivered')).status).toBe(204)
    expect((await vonage.report({ ...message, client_ref: 'nobody' }, 'delivered')).status).toBe(204)
    expect((await page()).body).toContain('data-delivery="/verify"')
  })
})

describe('When the first provider', () => {
  it('is down, the next one stands in; and a new code goes to the one after that', async () => {
    twilio.next(problem(503, 20_503, 'Service unavailable'))
    const { ann, browser, page } = await waiting()
    expect(textsTo(ann.phone)).toMatchObject({ twilio: [], vonage: [{}] })
    await vonage.report(textsTo(ann.phone).vonage[0]!, 'delivered')
    expect((await page()).body).toContain('The text was delivered to your phone.')
    await resend(browser)
    expect(textsTo(ann.phone)).toMatchObject({ twilio: [{}], vonage: [{}] })
    await resend(browser)
  })

  it('gave no answer, the page says so and the text goes to nobody else; a new code does', async () => {
    twilio.next('broken connection')
    const { ann, browser, page } = await waiting()
    expect((await page()).body).toContain('may take longer than usual')
    expect(textsTo(ann.phone)).toEqual({ twilio: [], vonage: [] })
    await resend(browser)
    expect(textsTo(ann.phone)).toMatchObject({ twilio: [], vonage: [{}] })
  })

  it('refuses the number for good, nobody else is asked', async () => {
    twilio.next(problem(400, 21_610, 'Attempt to send to unsubscribed recipient'))
    const { ann, page } = await waiting()
    expect((await page()).body).toContain('blocks our texts, perhaps because somebody replied STOP. Use a backup code instead.')
    expect(textsTo(ann.phone)).toEqual({ twilio: [], vonage: [] })
  })

  it('refuses a number in set-up, the page leads to another', async () => {
    const ann = await (await server.organization({ requiredSince: 1, graceDays: 0 })).person()
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    await browser.open('/set-up/phone')
    twilio.next(problem(400, 21_614, "'To' number is not a valid mobile number"))
    const { body } = await browser.post('/set-up/phone', { country: 'GB', phone: ann.phone })
    expect(body).toContain('receive texts. Change the number, or choose another way.')
    expect(body).not.toContain('We sent a ')
  })
})

describe('What a text costs', () => {
  const sumsOf = async ({ user }: { user: { organizationId: string } }) =>
    (await server.standalone.store.textSums(user.organizationId, 0)).map(({ provider, sent, failed, charged, listed, costs }) => ({ provider, sent, failed, charged, listed, costs }))
  const none = { sent: 0, failed: 0, charged: 0, listed: 0 }

  it('is the listed price where the provider tells none, and stays so whatever its receipts say', async () => {
    const { ann } = await waiting()
    const listed = [{ ...none, provider: 'twilio', sent: 1, charged: 1, listed: 1, costs: [{ micros: 46_300, currency: 'GBP' }] }]
    expect(await sumsOf(ann)).toEqual(listed)
    await twilio.report(textsTo(ann.phone).twilio[0]!, 'delivered')
    expect(await sumsOf(ann)).toEqual(listed)
  })

  it('is what the provider tells, in place of the list, however often it tells it', async () => {
    twilio.next(problem(503, 20_503, 'Service unavailable'))
    const { ann } = await waiting()
    expect(await sumsOf(ann)).toEqual([{ ...none, provider: 'vonage', sent: 1, charged: 1, listed: 1, costs: [{ micros: 100_000, currency: 'USD' }] }])
    for (const status of ['submitted', 'delivered']) await vonage.report(textsTo(ann.phone).vonage[0]!, status)
    expect(await sumsOf(ann)).toEqual([{ ...none, provider: 'vonage', sent: 1, charged: 1, costs: [{ micros: 33_300, currency: 'EUR' }] }])
  })

  it('is nothing where no provider took it', async () => {
    twilio.next(problem(400, 21_610, 'Attempt to send to unsubscribed recipient'))
    const { ann } = await waiting()
    expect(await sumsOf(ann)).toEqual([{ ...none, provider: 'twilio', failed: 1, costs: [] }])
  })
})
