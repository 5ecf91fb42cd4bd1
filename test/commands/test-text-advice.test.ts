import { expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { sendTestText } from '../../src/commands/send-test-text.ts'
import type { TextFailure } from '../../src/engine/text-failure.ts'
import { type Answer, json } from '../support/providers/local-server.ts'
import { problem, startTwilio } from '../support/providers/twilio.ts'
import { startVonage } from '../support/providers/vonage.ts'

/** An answer of Twilio for each of the failures, and what the operator is to do. */
const answers: Record<Exclude<TextFailure, 'no-balance'>, [Answer, string]> = {
  'invalid-number': [problem(400, 21_211, 'not a valid phone number'), 'Check the digits.'],
  unreachable: [problem(400, 21_635, "'To' number cannot be a landline"), 'Try another phone.'],
  blocked: [problem(400, 21_610, 'Attempt to send to unsubscribed recipient'), 'Replying START opens it again.'],
  'sender-refused': [problem(400, 21_408, 'Permission to send an SMS has not been enabled'), 'Register the sender for that country'],
  'rate-limited': [problem(429, 20_429, 'Too Many Requests'), 'Wait a minute and try again'],
  unavailable: [problem(503, 20_503, 'Service unavailable'), 'Look at its status page'],
  credentials: [problem(401, 20_003, 'Authenticate'), 'Compare them with what its console shows.'],
  'request-refused': [problem(400, 21_609, 'Invalid StatusCallback'), 'Compare the settings of this provider'],
  unconfirmed: ['broken connection', 'the text may still come'],
}

it.each(Object.entries(answers))('A test text that fails by "%s" is told in words, with what to do', async (_, [answer, advice]) => {
  const server = await startTwilio()
  server.next(answer)
  const lines: string[] = []
  const isTaken = await sendTestText({ number: '+447400123456', provider: 'twilio', config: readConfig({}), environment: server.settings }, (line) => void lines.push(line))
  expect(isTaken).toBe(false)
  expect(lines).toEqual([expect.stringMatching(/^twilio did not take it: /), expect.stringContaining(advice)])
})

it('A test text without money is told so', async () => {
  const server = await startVonage()
  server.next(json(402, { type: 'https://developer.vonage.com/api-errors/#low-balance', title: 'Low balance', detail: 'Top up' }))
  const lines: string[] = []
  expect(await sendTestText({ number: '+447400123456', provider: 'vonage', config: readConfig({}), environment: server.settings }, (line) => void lines.push(line))).toBe(false)
  expect(lines.join('\n')).toContain('Top it up, or raise the limit.')
})
