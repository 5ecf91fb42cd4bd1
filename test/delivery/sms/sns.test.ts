import { describe, expect, it } from 'vitest'
import { sns } from '../../../src/delivery/sms/sns.ts'
import { credentials, problem, startSns } from '../../support/providers/sns.ts'
import { aText, failureOf, openProvider } from '../../support/providers/texts.ts'

describe('a text by Amazon SNS', () => {
  it('is published to the number, signed, as transactional', async () => {
    const server = await startSns()
    const taken = await openProvider(sns, { ...server.settings, SNS_SENDER_ID: 'Harbour', SNS_ORIGINATION_NUMBER: '+15005550006' }).send(aText({ body: 'Ä & ~*+%20 (x)' }))
    expect(server.messages[0]).toMatchObject({
      to: aText().to,
      body: 'Ä & ~*+%20 (x)',
      attributes: { 'AWS.SNS.SMS.SMSType': 'Transactional', 'AWS.SNS.SMS.SenderID': 'Harbour', 'AWS.MM.SMS.OriginationNumber': '+15005550006' },
    })
    expect(taken).toEqual({ messageId: server.messages[0]?.messageId })
  })

  it.each([
    [{ SNS_SECRET_ACCESS_KEY: 'another' }, 'SignatureDoesNotMatch'],
    [{ SNS_ACCESS_KEY_ID: 'AKIDANOTHEREXAMPLE00' }, 'InvalidClientTokenId'],
    [{ SNS_REGION: 'eu-west-2' }, 'IncompleteSignature'],
  ])('with %j is refused', async (settings, code) => {
    const server = await startSns()
    const error = await failureOf(openProvider(sns, { ...server.settings, ...settings }).send(aText()))
    expect(error).toMatchObject({ failure: 'credentials', message: expect.stringContaining(`answered 403, ${code}`) })
  })

  it('to what is no number fails by the number', async () => {
    const server = await startSns()
    expect(await failureOf(openProvider(sns, server.settings).send(aText({ to: '+0' })))).toMatchObject({ failure: 'invalid-number' })
  })

  it.each([
    [problem(400, 'OptedOut'), 'blocked', null],
    [problem(400, 'InvalidParameter', 'Invalid parameter: No origination entities available to send'), 'sender-refused', null],
    [problem(400, 'InvalidParameter', 'Invalid parameter: No quota left for account'), 'no-balance', null],
    [problem(400, 'ValidationException', 'Message'), 'request-refused', null],
    [problem(403, 'AuthorizationError', 'User is not authorized to perform: SNS:Publish'), 'credentials', null],
    [problem(429, 'Throttled', 'Rate exceeded', { 'retry-after': '3' }), 'rate-limited', 3],
    [problem(400, 'ThrottlingException', 'Rate exceeded'), 'rate-limited', null],
    [problem(500, 'InternalError'), 'unavailable', null],
    [problem(503, 'ServiceUnavailable'), 'unavailable', null],
    [{ status: 504, body: '' }, 'unconfirmed', null],
  ])('that is answered by %j fails by %s', async (answer, failure, retryAfterSeconds) => {
    const server = await startSns()
    server.next(answer)
    expect(await failureOf(openProvider(sns, server.settings).send(aText()))).toMatchObject({ failure, retryAfterSeconds })
    expect(server.received).toHaveLength(1) // nobody in between tries it again
  })
})

describe('the settings of Amazon SNS', () => {
  it.each([
    [{}, /SNS_REGION/],
    [{ SNS_REGION: 'Ireland', SNS_ACCESS_KEY_ID: credentials.id, SNS_SECRET_ACCESS_KEY: credentials.secret }, /a region such as eu-west-1/],
    [{ SNS_REGION: 'eu-west-1', SNS_ACCESS_KEY_ID: credentials.id, SNS_SECRET_ACCESS_KEY: credentials.secret, SNS_SENDER_ID: '12345' }, /one letter at least/],
  ])('%j are refused before anything is sent', (settings, why) => {
    expect(() => openProvider(sns, settings as Record<string, string>)).toThrow(why)
  })

  it('are checked without sending', async () => {
    const signal = AbortSignal.timeout(5000)
    const server = await startSns()
    await openProvider(sns, server.settings).check?.(signal)
    expect(await failureOf(openProvider(sns, { ...server.settings, SNS_SECRET_ACCESS_KEY: 'another' }).check!(signal))).toMatchObject({ failure: 'credentials' })
    expect(server.messages).toEqual([])
  })
})
