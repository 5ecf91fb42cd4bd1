import { afterAll, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { startSns } from '../support/providers/sns.ts'
import { startTwilio } from '../support/providers/twilio.ts'
import { startVonage } from '../support/providers/vonage.ts'
import { startTestServer } from '../support/test-server.ts'

const lines: string[] = []
const warnings = () => lines.map((line) => JSON.parse(line) as { provider?: string; msg: string; err?: { message: string } }).filter(({ msg }) => msg.includes('would take no text'))

const [twilio, vonage, sns] = [await startTwilio({ until: afterAll }), await startVonage({ until: afterAll }), await startSns(afterAll)]
const server = await startTestServer('sqlite', {
  isDevelopment: false,
  log: createLog('warn', { write: (line: string) => void lines.push(line) }),
  settings: { SMS_PROVIDERS: 'twilio,vonage,sns,http-gateway' },
  environment: {
    ...twilio.settings, ...vonage.settings, ...sns.settings,
    TWILIO_AUTH_TOKEN: 'another', VONAGE_API_SECRET: 'another', SNS_SECRET_ACCESS_KEY: 'another',
    SMS_GATEWAY_URL: 'http://127.0.0.1:9/', // nobody listens there; a gateway cannot be asked, so nobody notices
  },
})

it('A server whose providers know none of its credentials starts, serves, and warns of each that can be asked', async () => {
  await expect.poll(() => warnings().length).toBe(3)
  expect(Object.fromEntries(warnings().map(({ provider = '', err }) => [provider, err?.message]))).toEqual({
    twilio: 'twilio: answered 401, error 20003: Authenticate',
    vonage: expect.stringContaining('vonage: answered 401, '),
    sns: expect.stringContaining('sns: answered 403, SignatureDoesNotMatch'),
  })
  expect(lines.join('')).not.toContain('another')
  expect((await fetch(`${server.url}/sign-in`)).status).toBe(200)
  expect([twilio.messages, vonage.messages, sns.messages]).toEqual([[], [], []])
})
