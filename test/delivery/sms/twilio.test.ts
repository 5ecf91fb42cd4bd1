import { describe, expect, it } from 'vitest'
import { twilio } from '../../../src/delivery/sms/twilio.ts'
import { account, problem, signatureOf, startTwilio } from '../../support/providers/twilio.ts'
import { aText, failureOf, openProvider, receiptsUrl } from '../../support/providers/texts.ts'

const { from, keySid, keySecret, service, sid, token } = account
const byKey = { TWILIO_AUTH_TOKEN: '', TWILIO_API_KEY_SID: keySid, TWILIO_API_KEY_SECRET: keySecret }

describe('a text by Twilio', () => {
  it('is created as a message, and named by its id', async () => {
    const server = await startTwilio()
    const taken = await openProvider(twilio, server.settings).send(aText())
    const [message] = server.messages
    expect(message).toMatchObject({ to: aText().to, body: aText().body, statusCallback: `${receiptsUrl}/twilio?text=${aText().reference}` })
    expect(taken).toEqual({ messageId: message?.sid, segments: 1 })
  })

  it('is sent by an API key and a messaging service just as well, and then without receipts', async () => {
    const server = await startTwilio()
    const settings = { ...server.settings, ...byKey, TWILIO_FROM: '', TWILIO_MESSAGING_SERVICE_SID: service }
    expect(await openProvider(twilio, settings).send(aText())).toEqual({ messageId: server.messages[0]?.sid, segments: null })
    expect(server.messages[0]?.statusCallback).toBeNull()
  })

  it.each([
    ['+15005550001', 'invalid-number', 21211],
    ['+15005550009', 'invalid-number', 21614],
    ['+15005550004', 'blocked', 21610],
    ['+15005550003', 'sender-refused', 21408],
    ['+15005550002', 'sender-refused', 21612],
  ])('to %s fails by %s', async (to, failure, code) => {
    const server = await startTwilio()
    const error = await failureOf(openProvider(twilio, server.settings).send(aText({ to })))
    expect(error).toMatchObject({ failure, message: expect.stringContaining(`answered 400, error ${code}: `) })
  })

  it.each([
    [{ TWILIO_AUTH_TOKEN: 'another' }, 'credentials'],
    [{ TWILIO_FROM: '+15005550007' }, 'sender-refused'],
  ])('with %j fails by %s', async (settings, failure) => {
    const server = await startTwilio()
    expect(await failureOf(openProvider(twilio, { ...server.settings, ...settings }).send(aText()))).toMatchObject({ failure })
  })

  it.each([
    [problem(429, 20429, 'Too Many Requests', { 'retry-after': '7' }), 'rate-limited', 7],
    [problem(400, 21611, 'The From number has exceeded the maximum number of queued messages'), 'rate-limited', null],
    [problem(400, 30034, 'Message from an Unregistered Number'), 'sender-refused', null],
    [problem(400, 30450, 'Message delivery blocked'), 'blocked', null],
    [problem(400, 21_635, "'To' number cannot be a landline"), 'unreachable', null],
    [problem(400, 99_999, 'Something new'), 'request-refused', null],
    [problem(403, 20005, 'Account not active'), 'credentials', null],
    [problem(503, 20503, 'Service unavailable'), 'unavailable', null],
    [{ status: 500, body: '<html>oops</html>' }, 'unavailable', null],
    [{ status: 504, body: 'gateway time-out' }, 'unconfirmed', null],
    [{ status: 302, headers: { location: 'http://127.0.0.1:9/' } }, 'request-refused', null],
    ['broken connection' as const, 'unconfirmed', null],
  ])('that is answered by %j fails by %s', async (answer, failure, retryAfterSeconds) => {
    const server = await startTwilio()
    server.next(answer)
    expect(await failureOf(openProvider(twilio, server.settings).send(aText()))).toMatchObject({ failure, retryAfterSeconds })
    expect(server.received).toHaveLength(1)
  })

  it('that nobody answers in time may have been sent; one that nobody listens to was surely not', async () => {
    const server = await startTwilio()
    server.next('silence')
    const provider = openProvider(twilio, server.settings)
    expect(await failureOf(provider.send(aText({ signal: AbortSignal.timeout(100) })))).toMatchObject({ failure: 'unconfirmed' })
    await server.close()
    expect(await failureOf(provider.send(aText()))).toMatchObject({ failure: 'unavailable' })
  })
})

describe('the settings of Twilio', () => {
  it.each([
    [{}, /TWILIO_ACCOUNT_SID/],
    [{ TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: token, TWILIO_FROM: from }, /AC and 32 hexadecimal digits/],
    [{ TWILIO_ACCOUNT_SID: sid, TWILIO_FROM: from }, /TWILIO_AUTH_TOKEN or an API key/],
    [{ TWILIO_ACCOUNT_SID: sid, TWILIO_API_KEY_SID: keySid, TWILIO_FROM: from }, /go together/],
    [{ TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token }, /one of TWILIO_FROM and TWILIO_MESSAGING_SERVICE_SID/],
    [{ TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token, TWILIO_FROM: from, TWILIO_MESSAGING_SERVICE_SID: service }, /one of TWILIO_FROM/],
  ])('%j are refused before anything is sent', (settings, why) => {
    expect(() => openProvider(twilio, settings as Record<string, string>)).toThrow(why)
  })

  it('are checked without sending', async () => {
    const signal = AbortSignal.timeout(5000)
    const server = await startTwilio()
    const check = (settings = {}) => openProvider(twilio, { ...server.settings, ...settings }).check!(signal)
    await check()
    await check(byKey)
    expect((await failureOf(check({ TWILIO_AUTH_TOKEN: 'another' }))).message).toBe('answered 401, error 20003: Authenticate')
    expect((await failureOf(openProvider(twilio, (await startTwilio({ accountStatus: 'suspended' })).settings).check!(signal))).message).toBe('the account is suspended')
    expect(server.messages).toEqual([])
  })
})

describe('a receipt of Twilio', () => {
  const url = `${receiptsUrl}/twilio?text=the-reference`

  async function read(fields: Record<string, string>, change: { url?: string; signature?: string } = {}) {
    const form = new URLSearchParams({ MessageSid: 'SM1', To: aText().to, ...fields })
    const headers = new Headers({ 'x-twilio-signature': change.signature ?? signatureOf(url, form, token) })
    return openProvider(twilio, (await startTwilio()).settings).readReceipt?.({ url: change.url ?? url, headers, body: form.toString() })
  }

  it('is signed as in the example that Twilio publishes', () => {
    const form = new URLSearchParams({ CallSid: 'CA1234567890ABCDE', Caller: '+12349013030', Digits: '1234', From: '+12349013030', To: '+18005551212' })
    expect(signatureOf('https://mycompany.com/myapp.php?foo=1&bar=2', form, '12345')).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=')
  })

  it.each([
    [{ MessageStatus: 'queued' }, 'sent', null],
    [{ MessageStatus: 'sent' }, 'sent', null],
    [{ MessageStatus: 'delivered' }, 'delivered', null],
    [{ MessageStatus: 'undelivered', ErrorCode: '30006' }, 'failed', 'unreachable'],
    [{ MessageStatus: 'undelivered', ErrorCode: '30003' }, 'failed', 'unavailable'], // "switched off or otherwise unavailable": no fault of the number
    [{ MessageStatus: 'undelivered', ErrorCode: '30004' }, 'failed', 'blocked'],
    [{ MessageStatus: 'undelivered', ErrorCode: '30005' }, 'failed', 'unreachable'],
    [{ MessageStatus: 'undelivered', ErrorCode: '30018' }, 'failed', 'sender-refused'],
    [{ MessageStatus: 'failed', ErrorCode: '30036' }, 'failed', 'unavailable'], // "Validity Period Expired"
    [{ MessageStatus: 'failed', ErrorCode: '30453' }, 'failed', 'blocked'],
    [{ MessageStatus: 'undelivered', ErrorCode: '30007' }, 'failed', 'sender-refused'],
    [{ MessageStatus: 'failed', ErrorCode: '30008' }, 'failed', 'unavailable'],
    [{ MessageStatus: 'failed' }, 'failed', 'unavailable'],
  ])('%j means %s', async (fields, state, failure) => {
    expect(await read(fields as unknown as Record<string, string>)).toEqual({ reference: 'the-reference', state, failure, segments: null, cost: null })
  })

  it('is none when its address, its signature or a field was changed', async () => {
    const delivered = { MessageStatus: 'delivered' }
    expect(await read(delivered, { url: url.replace('the-', 'an-other-') })).toBeNull()
    expect(await read(delivered, { signature: '' })).toBeNull()
    expect(await read(delivered, { signature: signatureOf(url, new URLSearchParams({ MessageSid: 'SM1', To: aText().to, ...delivered }), 'another') })).toBeNull()
    expect(await read({ MessageStatus: 'delivered', ErrorCode: '' }, { signature: signatureOf(url, new URLSearchParams({ MessageSid: 'SM1', To: aText().to, MessageStatus: 'failed', ErrorCode: '' }), token) })).toBeNull()
  })
})
