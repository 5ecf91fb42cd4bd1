import type { TextReservation, TextStop } from '../../../src/engine/texts.ts'
import { aText, aTextStop } from '../../support/builders.ts'
import type { TestPerson, TestServer } from '../../support/test-server.ts'

/** Texts of somebody as a provider and its receipts left them, and a stop. */
export async function givenTexts(server: TestServer, { user }: TestPerson, facts: { stop?: Partial<TextStop> } = {}): Promise<TextStop> {
  const { store, ports } = server.standalone
  const at = ports.clock()
  const stop = aTextStop({ id: ports.random.id(), since: at, ...facts.stop })

  async function text({ isUsed = false, isDelivered = true, micros = 42_000, provider = 'twilio', ...given }: Partial<TextReservation> & { isUsed?: boolean; isDelivered?: boolean; micros?: number | null; provider?: string } = {}) {
    const { id, challengeId, ...rest } = aText({ userId: user.id, at, country: 'GB', ...given })
    const cost = micros === null ? null : { micros, currency: 'GBP' }
    const refused = await store.commit(user.organizationId, [
      { kind: 'text.reserve', text: { ...rest, id, challengeId: challengeId ?? id } },
      { kind: 'text.sent', id, provider, providerMessageId: id, segments: 1, cost, at },
      ...(isDelivered ? [{ kind: 'text.receipt' as const, id, state: 'delivered' as const, failure: null, segments: null, cost: null, at }] : []),
      ...(isUsed ? [{ kind: 'text.used' as const, challengeId: challengeId ?? id, at }] : []),
    ])
    if (refused !== null) throw new Error(refused)
  }

  for (let n = 0; n < 3; n += 1) await text({ isUsed: true })
  await text({ isDelivered: false, micros: null })
  await text({ at: at - 40 * 24 * 60 * 60, country: 'DE', provider: 'sns' })
  await store.commit(user.organizationId, [
    ...[1, 2].map(() => ({ kind: 'text.refused' as const, country: 'LV', at })),
    { kind: 'text.stop', stop },
  ])
  return stop
}
