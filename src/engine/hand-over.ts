import type { Change } from './changes.ts'
import type { Channel } from './method.ts'
import type { Challenge } from './model.ts'
import type { CodeToSend, Ports } from './ports.ts'
import { deliveryOf } from './text-failure.ts'
import { priceOf } from './text-prices.ts'
import type { Handover, TextReceipt, TextReservation } from './texts.ts'

/**
 * Hands a code whose text was reserved to whoever carries it, and notes
 * what became of that. `notSent` is the audit row for when nobody took it.
 */
export async function handOver(
  ports: Ports,
  { challenge, text: { channel, country, at: sentAt } }: { challenge: Challenge; text: TextReservation },
  message: CodeToSend,
  notSent: (failure: string) => Change,
): Promise<void> {
  const outcome = await carry(ports, challenge, channel, message)
  await ports.store.commit(challenge.organizationId, noted())

  // The challenge first, as where a code is used: else the two could wait for each other.
  function noted(): Change[] {
    const text = { id: message.reference, at: ports.clock() }
    const known = { kind: 'challenge.delivered', id: challenge.id, sentAt } as const
    if (outcome === null) {
      return [{ ...known, delivery: 'failed' }, { kind: 'text.failed', ...text, provider: null, failure: 'unavailable' }, notSent('unavailable')]
    }
    if (outcome.kind === 'not-taken') {
      const { provider, failure } = outcome
      return [{ ...known, delivery: deliveryOf(failure) }, { kind: 'text.failed', ...text, provider, failure }, notSent(failure)]
    }
    const { provider, messageId, segments, isConfirmed } = outcome
    const price = channel === 'sms' ? priceOf(ports.settings.textPrices, provider, country) : null
    const sent: Change = { kind: 'text.sent', ...text, provider, providerMessageId: messageId, segments, cost: null, price }
    return isConfirmed ? [sent] : [{ ...known, delivery: 'unconfirmed' }, sent]
  }
}

async function carry(ports: Ports, challenge: Challenge, channel: Channel, message: CodeToSend): Promise<Handover | null> {
  try {
    return (await ports.channels[channel]?.send(message)) ?? null
  } catch (cause) {
    ports.log.warn({ challenge: challenge.id, channel, err: cause }, 'a code could not be sent')
    return null
  }
}

/** Believes a receipt that surely is from its provider. One that names no text of theirs changes nothing. */
export async function takeReceipt({ store, clock }: Ports, provider: string, receipt: TextReceipt): Promise<void> {
  const { reference, state, failure, segments, cost } = receipt
  const text = await store.findTextOfReceipt(provider, reference)
  if (text === null) return
  const delivery = state === 'failed' ? deliveryOf(failure ?? 'unavailable') : state
  await store.commit(text.organizationId, [
    ...(text.challengeId === null ? [] : [{ kind: 'challenge.delivered' as const, id: text.challengeId, sentAt: text.sentAt, delivery }]),
    { kind: 'text.receipt', id: text.id, provider, state, failure, segments, cost, at: clock() },
  ])
}
