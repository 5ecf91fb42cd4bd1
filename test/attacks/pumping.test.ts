import { expect, it } from 'vitest'
import { defaultTextLimits } from '../../src/engine/fraud-shield.ts'
import { startTestServer } from '../support/test-server.ts'
import { ORDINARY, pump } from './pumping.ts'

const server = await startTestServer()

it('1,000 requests for texts to adjacent numbers cost no more than the budget, and ordinary people keep signing in', { timeout: 60_000 }, async () => {
  const { sent, refused, used, signedIn } = await pump(server, 1_000)
  expect(sent).toBe(defaultTextLimits.newNumbers.hour)
  expect(refused).toBe(1_000 - sent)
  expect([used, signedIn]).toEqual([ORDINARY, ORDINARY])
})
