import { describe, expect, it } from 'vitest'
import { vonage } from '../../../src/delivery/sms/vonage.ts'
import { aText, failureOf, openProvider, receiptsUrl } from '../../support/providers/texts.ts'
import { account, rateLimited, startVonage, webhookToken } from '../../support/providers/vonage.ts'

describe('a text by Vonage', () => {
  it.each(['settings', 'applicationSettings'] as const)('is sent through the Messages API with its %s', async (kind) => {
    const server = await startVonage()
    const taken = await openProvider(vonage, server[kind]).send(aText())
    const [message] = server.messages
    expect(message).toMatchObject({ to: aText().to.slice(1), text: aText().body, client_ref: aText().reference, webhook_url: `${receiptsUrl}/vonage` })
    expect(taken).toEqual({ messageId: message?.message_uuid })
  })

  it('asks for no receipt that it could not verify', async () => {
    const server = await startVonage()
    await openProvider(vonage, { ...server.settings, VONAGE_SIGNATURE_SECRET: '' }).send(aText())
    expect(server.messages[0]?.webhook_url).toBeUndefined()
  })

  it.each([
    ['+447700900001', 'invalid-number', 1170],
    ['+447700900002', 'blocked', 1240],
    ['+447700900003', 'sender-refused', 1120],
    ['+447700900004', 'unreachable', 1280],
    ['+447700900005', 'no-balance', 1070],
  ])('to %s fails by %s', async (to, failure, code) => {
    const server = await startVonage()
    const error = await failureOf(openProvider(vonage, server.settings).send(aText({ to })))
    expect(error).toMatchObject({ failure, message: expect.stringContaining(`#${code}: `) })
  })

  it('with wrong credentials or an unknown sender fails by them', async () => {
    const server = await startVonage()
    expect(await failureOf(openProvider(vonage, { ...server.settings, VONAGE_API_SECRET: 'another' }).send(aText()))).toMatchObject({ failure: 'credentials' })
    expect(await failureOf(openProvider(vonage, { ...server.applicationSettings, VONAGE_APPLICATION_ID: crypto.randomUUID() }).send(aText()))).toMatchObject({ failure: 'credentials' })
    expect(await failureOf(openProvider(vonage, { ...server.settings, VONAGE_FROM: 'Pier' }).send(aText()))).toMatchObject({ failure: 'sender-refused' })
  })

  it.each([
    [rateLimited, 'rate-limited'],
    [{ status: 500, body: '' }, 'unavailable'],
    [{ status: 502, body: '<html>' }, 'unconfirmed'],
    ['broken connection' as const, 'unconfirmed'],
  ])('that is answered by %j fails by %s', async (answer, failure) => {
    const server = await startVonage()
    server.next(answer)
    expect(await failureOf(openProvider(vonage, server.settings).send(aText()))).toMatchObject({ failure })
  })
})

describe('the settings of Vonage', () => {
  it.each([
    [{ VONAGE_FROM: 'Harbour' }, /an application with its private key is needed/],
    [{ VONAGE_FROM: 'Harbour', VONAGE_API_KEY: 'abcd1234' }, /go together/],
    [{ VONAGE_FROM: 'Harbour', VONAGE_APPLICATION_ID: account.applicationId, VONAGE_PRIVATE_KEY: 'nonsense' }, /no private key in PEM/],
  ])('%j are refused before anything is sent', (settings, why) => {
    expect(() => openProvider(vonage, settings as Record<string, string>)).toThrow(why)
  })

  it('are checked by the balance, where there is a key of the account', async () => {
    const signal = AbortSignal.timeout(5000)
    const server = await startVonage()
    await openProvider(vonage, server.settings).check?.(signal)
    expect(await failureOf(openProvider(vonage, { ...server.settings, VONAGE_API_SECRET: 'another' }).check!(signal))).toMatchObject({ failure: 'credentials' })
    expect(await failureOf(openProvider(vonage, (await startVonage({ balance: 0 })).settings).check!(signal))).toMatchObject({ failure: 'no-balance' })
    expect(openProvider(vonage, server.applicationSettings).check).toBeUndefined()
    expect(server.messages).toEqual([])
  })
})

describe('a receipt of Vonage', () => {
  const status = (facts: object) => JSON.stringify({ message_uuid: 'x', client_ref: 'the-reference', channel: 'sms', usage: { currency: 'EUR', price: '0.0333' }, sms: { count_total: '1' }, ...facts })

  async function read(body: string, authorization = `Bearer ${webhookToken(body)}`) {
    return openProvider(vonage, (await startVonage()).settings).readReceipt?.({ url: `${receiptsUrl}/vonage`, headers: new Headers({ authorization }), body })
  }

  it.each([
    [{ status: 'submitted' }, 'sent', null],
    [{ status: 'delivered' }, 'delivered', null],
    [{ status: 'rejected', error: { type: 'https://developer.vonage.com/api-errors/messages#1240', title: 1240 } }, 'failed', 'blocked'],
    [{ status: 'rejected', error: { type: 'https://developer.vonage.com/api-errors', title: '1190' } }, 'failed', 'unreachable'],
    [{ status: 'rejected', error: { type: 'https://developer.vonage.com/api-errors/messages#1180', title: 1180 } }, 'failed', 'unavailable'], // "Absent Subscriber Temporary"
    [{ status: 'undeliverable', error: { type: 'https://developer.vonage.com/api-errors/messages#1260', title: 1260 } }, 'failed', 'unreachable'],
    [{ status: 'rejected', error: { type: 'https://developer.vonage.com/api-errors/messages#1210', title: 1210 } }, 'failed', 'sender-refused'],
    [{ status: 'rejected', error: { type: 'https://developer.vonage.com/api-errors/messages#1160', title: 1160 } }, 'failed', 'sender-refused'],
    [{ status: 'rejected', error: { error: { type: 'https://developer.vonage.com/api-errors/messages#1473', title: 1473 } } }, 'failed', 'blocked'],
    [{ status: 'rejected', error: 'oops' }, 'failed', 'unavailable'],
    [{ status: 'undeliverable' }, 'failed', 'unavailable'],
  ])('%j means %s', async (facts, state, failure) => {
    expect(await read(status(facts))).toEqual({ reference: 'the-reference', state, failure, segments: 1, cost: { micros: 33_300, currency: 'EUR' } })
  })

  it('is none without a token, with that of another body, of another secret, or of no algorithm', async () => {
    const body = status({ status: 'delivered' })
    expect(await read(body, '')).toBeNull()
    expect(await read(body, `Bearer ${webhookToken(`${body} `)}`)).toBeNull()
    expect(await read(body, `Bearer ${webhookToken(body, { secret: 'another' })}`)).toBeNull()
    expect(await read(body, `Bearer ${webhookToken(body, { secret: 'another', alg: 'none' })}`)).toBeNull()
    expect(await read(body, `Bearer ${webhookToken(body).replace(/[^.]*$/, '')}`)).toBeNull()
    expect(await read(status({ status: 'delivered', client_ref: null }))).toBeNull()
  })
})
