import type { TextCost, TextReservation, TextStop } from '../../../src/engine/texts.ts'
import { aText, aTextStop } from '../../support/builders.ts'
import type { TestPerson, TestServer } from '../../support/test-server.ts'

interface GivenText extends Partial<TextReservation> {
  isUsed?: boolean
  isDelivered?: boolean
  micros?: number | null // what its provider tells
  price?: TextCost | null // by the list
  provider?: string
}

/** A text of somebody as a provider and its receipts left it. */
export async function givenText(server: TestServer, { user }: TestPerson, facts: GivenText = {}): Promise<void> {
  const { store, ports } = server.standalone
  const at = ports.clock()
  const { isUsed = false, isDelivered = true, micros = 42_000, price = null, provider = 'twilio', ...given } = facts
  const { id, challengeId, ...rest } = aText({ userId: user.id, at, country: 'GB', ...given })
  const cost = micros === null ? null : { micros, currency: 'GBP' }
  const refused = await store.commit(user.organizationId, [
    { kind: 'text.reserve', text: { ...rest, id, challengeId: challengeId ?? id } },
    { kind: 'text.sent', id, provider, providerMessageId: id, segments: 1, cost, price, at },
    ...(isDelivered ? [{ kind: 'text.receipt' as const, id, provider, state: 'delivered' as const, failure: null, segments: null, cost: null, at }] : []),
    ...(isUsed ? [{ kind: 'text.used' as const, challengeId: challengeId ?? id, at }] : []),
  ])
  if (refused !== null) throw new Error(refused)
}

/** Texts of somebody, and a stop. */
export async function givenTexts(server: TestServer, person: TestPerson, facts: { stop?: Partial<TextStop> } = {}): Promise<TextStop> {
  const { store, ports } = server.standalone
  const at = ports.clock()
  const stop = aTextStop({ id: ports.random.id(), since: at, ...facts.stop })
  const text = (given: GivenText) => givenText(server, person, given)

  for (let n = 0; n < 3; n += 1) await text({ isUsed: true })
  await text({ isDelivered: false, micros: null })
  await text({ at: at - 40 * 24 * 60 * 60, country: 'DE', provider: 'sns' })
  await store.commit(person.user.organizationId, [
    ...[1, 2].map(() => ({ kind: 'text.refused' as const, country: 'LV', at })),
    { kind: 'text.stop', stop },
  ])
  return stop
}
