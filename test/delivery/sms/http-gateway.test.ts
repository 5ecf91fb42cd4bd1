import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { httpGateway } from '../../../src/delivery/sms/http-gateway.ts'
import { bodyOf, pointedAt } from '../../../src/delivery/sms/http-template.ts'
import { json, startLocalServer } from '../../support/providers/local-server.ts'
import { aText, failureOf, openProvider } from '../../support/providers/texts.ts'

const startGateway = (answer = json(200, { messages: [{ id: 17, status: 'OK' }] })) => startLocalServer(() => answer)
const values = (text: string) => ({ to: '+447700900123', to_digits: '447700900123', text, reference: 'r' })

describe('a text by an HTTP gateway', () => {
  it('is sent as configuration says: method, headers, JSON', async () => {
    const server = await startGateway()
    const provider = openProvider(httpGateway, {
      SMS_GATEWAY_URL: `${server.url}/v2/{reference}?to={to}`,
      SMS_GATEWAY_METHOD: 'PUT',
      SMS_GATEWAY_HEADERS: '{"Authorization":"Bearer abc"}',
      SMS_GATEWAY_BODY: '{"messages":[{"to":"{to_digits}","body":"{text}","flash":false}],"ref":"{reference}"}',
      SMS_GATEWAY_MESSAGE_ID_POINTER: '/messages/0/id',
    })
    const taken = await provider.send(aText({ body: 'Say "{to}"\n\\ &' }))
    expect(taken).toEqual({ messageId: '17' })
    const [request] = server.received
    expect(request).toMatchObject({ method: 'PUT', path: `/v2/${aText().reference}`, headers: { authorization: 'Bearer abc', 'content-type': 'application/json' } })
    expect(request?.query.get('to')).toBe(aText().to)
    expect(JSON.parse(request?.body ?? '')).toEqual({ messages: [{ to: aText().to.slice(1), body: 'Say "{to}"\n\\ &', flash: false }], ref: aText().reference })
  })

  it('is sent as a form, or in the address alone', async () => {
    const server = await startGateway()
    await openProvider(httpGateway, {
      SMS_GATEWAY_URL: server.url,
      SMS_GATEWAY_HEADERS: '{"content-type":"application/x-www-form-urlencoded"}',
      SMS_GATEWAY_BODY: 'user=ann&to={to}&text={text}',
    }).send(aText({ body: 'a=b&c d+é' }))
    await openProvider(httpGateway, { SMS_GATEWAY_URL: `${server.url}/send?to={to}&text={text}`, SMS_GATEWAY_METHOD: 'GET' }).send(aText({ body: 'a=b&c d+é' }))
    expect([...new URLSearchParams(server.received[0]?.body)]).toEqual([['user', 'ann'], ['to', aText().to], ['text', 'a=b&c d+é']])
    expect([...(server.received[1]?.query ?? [])]).toEqual([['to', aText().to], ['text', 'a=b&c d+é']])
    expect(server.received[1]?.body).toBe('')
  })

  it('stays in its place, whatever it holds', () => {
    const inJson = bodyOf({}, '{"t":"<{text}>"}')
    const inForm = bodyOf({ 'content-type': 'application/x-www-form-urlencoded' }, 'a=1&t=<{text}>&b=2')
    const inXml = bodyOf({ 'content-type': 'text/xml' }, '<t a="{text}">{text}</t>')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(JSON.parse(inJson!(values(text)).body)).toEqual({ t: `<${text}>` })
        expect([...new URLSearchParams(inForm!(values(text)).body)]).toEqual([['a', '1'], ['t', `<${text}>`], ['b', '2']])
        expect(inXml!(values(text)).body.replaceAll(/&#\d+;/g, '')).toMatch(/^<t a="[^<>&"]*">[^<>&]*<\/t>$/)
      }),
    )
  })

  it.each([
    [json(500, {}), {}, 'unavailable'],
    [json(401, {}), {}, 'credentials'],
    [json(402, {}), {}, 'no-balance'],
    [json(404, {}), {}, 'request-refused'],
    [json(429, {}, { 'retry-after': '9' }), {}, 'rate-limited'],
    [json(202, {}), { SMS_GATEWAY_SUCCESS_STATUS: '200,201' }, 'request-refused'],
    [json(200, { status: 'error' }), { SMS_GATEWAY_SUCCESS_POINTER: '/status', SMS_GATEWAY_SUCCESS_PATTERN: '^ok$' }, 'request-refused'],
    [json(200, {}), { SMS_GATEWAY_SUCCESS_POINTER: '/status', SMS_GATEWAY_SUCCESS_PATTERN: '^ok$' }, 'request-refused'],
    [{ status: 200, body: 'ERR 7' }, { SMS_GATEWAY_SUCCESS_PATTERN: '^OK' }, 'request-refused'],
    [json(422, { error: 'INVALID_MSISDN' }), { SMS_GATEWAY_BAD_NUMBER_PATTERN: 'invalid_msisdn' }, 'invalid-number'],
    ['broken connection' as const, {}, 'unconfirmed'],
  ])('that is answered by %j under %j fails by %s', async (answer, settings, failure) => {
    const server = await startLocalServer(() => answer)
    expect(await failureOf(openProvider(httpGateway, { SMS_GATEWAY_URL: server.url, ...(settings as Record<string, string>) }).send(aText()))).toMatchObject({ failure })
  })

  it('is taken where the success test says so', async () => {
    const server = await startGateway()
    const settings = { SMS_GATEWAY_URL: server.url, SMS_GATEWAY_SUCCESS_POINTER: '/messages/0/status', SMS_GATEWAY_SUCCESS_PATTERN: '^ok$' }
    expect(await openProvider(httpGateway, settings).send(aText())).toEqual({ messageId: null })
  })
})

describe('the settings of an HTTP gateway', () => {
  it.each([
    [{}, /SMS_GATEWAY_URL/],
    [{ SMS_GATEWAY_BODY: '{"to":{to}}' }, /SMS_GATEWAY_BODY is not what the content-type/],
    [{ SMS_GATEWAY_HEADERS: '[]' }, /a JSON object of headers/],
    [{ SMS_GATEWAY_HEADERS: '{"bad header":"x"}' }, /a JSON object of headers/],
    [{ SMS_GATEWAY_SUCCESS_STATUS: 'ok' }, /numbers and ranges/],
    [{ SMS_GATEWAY_SUCCESS_PATTERN: '(' }, /SMS_GATEWAY_SUCCESS_PATTERN/],
    [{ SMS_GATEWAY_SUCCESS_POINTER: '/a' }, /needs SMS_GATEWAY_SUCCESS_PATTERN/],
    [{ SMS_GATEWAY_RECEIPT_SECRET: 'short' }, /SMS_GATEWAY_RECEIPT_SECRET/],
  ])('%j are refused before anything is sent', (settings, why) => {
    const url = Object.keys(settings).length === 0 ? {} : { SMS_GATEWAY_URL: 'https://sms.example' }
    expect(() => openProvider(httpGateway, { ...url, ...settings } as Record<string, string>)).toThrow(why)
  })

  it('point into an answer as RFC 6901 says', () => {
    const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'm~n': 8, deep: { null: null } }
    expect(['/foo/0', '/', '/a~1b', '/m~0n', '/foo', '/foo/2', '/deep/null', '/__proto__/x'].map((pointer) => pointedAt(document, pointer))).toEqual(['bar', '0', '1', '8', null, null, null, null])
  })
})

describe('a receipt of an HTTP gateway', () => {
  const secret = 'a-shared-secret-of-the-gateway'
  const settings = { SMS_GATEWAY_URL: 'https://sms.example', SMS_GATEWAY_RECEIPT_SECRET: secret, SMS_GATEWAY_RECEIPT_REFERENCE_POINTER: '/data/ref', SMS_GATEWAY_RECEIPT_STATUS_POINTER: '/data/state' }
  const sign = (body: string, encoding: 'hex' | 'base64' = 'hex') => createHmac('sha256', secret).update(body).digest(encoding)
  const receipt = (state: string) => JSON.stringify({ data: { ref: 'the-reference', state } })
  const read = (body: string, signature: string, headers = {}, given: Record<string, string> = settings) =>
    openProvider(httpGateway, given).readReceipt?.({ url: 'https://x.example', headers: new Headers({ 'x-signature': signature, ...headers }), body })

  it.each([['DELIVERED', 'delivered', null], ['expired', 'failed', 'unavailable'], ['buffered', 'sent', null]])('%s means %s', (said, state, failure) => {
    for (const signature of [sign(receipt(said)), sign(receipt(said)).toUpperCase(), `sha256=${sign(receipt(said))}`, sign(receipt(said), 'base64')]) {
      expect(read(receipt(said), signature)).toEqual({ reference: 'the-reference', state, failure, segments: null, cost: null })
    }
  })

  it('may be a form', () => {
    const given = { SMS_GATEWAY_URL: 'https://sms.example', SMS_GATEWAY_RECEIPT_SECRET: secret }
    const body = 'reference=the-reference&status=delivered'
    expect(read(body, sign(body), { 'content-type': 'application/x-www-form-urlencoded' }, given)).toMatchObject({ reference: 'the-reference', state: 'delivered' })
  })

  it('is none without its signature, with that of another body, or where there is no secret', () => {
    expect(read(receipt('delivered'), '')).toBeNull()
    expect(read(receipt('delivered'), sign(receipt('failed')))).toBeNull()
    expect(read(receipt('delivered'), sign(receipt('delivered')), {}, { SMS_GATEWAY_URL: 'https://sms.example' })).toBeNull()
    expect(read('{}', sign('{}'))).toBeNull()
  })
})
