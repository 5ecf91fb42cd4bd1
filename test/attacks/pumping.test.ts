import { expect, it } from 'vitest'
import { startTestServer } from '../support/test-server.ts'
import { ORDINARY, pump } from './pumping.ts'

const BUDGET = 100 // new numbers an hour; the default is tried in `npm run test:long`

const server = await startTestServer('sqlite', { settings: { SMS_LIMIT_NEW: `${BUDGET}/1000` } })

it('250 requests for texts to adjacent numbers cost no more than the budget, and ordinary people keep signing in', { timeout: 60_000 }, async () => {
  const { sent, refused, used, signedIn } = await pump(server, 250)
  expect(sent).toBe(BUDGET)
  expect(refused).toBe(250 - sent)
  expect([used, signedIn]).toEqual([ORDINARY, ORDINARY])
})
