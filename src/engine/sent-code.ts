import { auditChange } from './audit.ts'
import { currentMethod, findPending, type Holder, mayResendAt, methodsFor, type Pending } from './challenge.ts'
import { newCode } from './code.ts'
import { NightlatchError } from './errors.ts'
import { type CodeFacts, mailReservation, textReservation } from './fraud-shield.ts'
import { handOver } from './hand-over.ts'
import type { Channel } from './method.ts'
import type { Client, Challenge, MethodId, Purpose } from './model.ts'
import type { Ports } from './ports.ts'
import { neverTexted, type RefusedText, refuseText } from './refused-text.ts'
import type { TextReservation } from './texts.ts'

/** What a keyed hash of a sent code covers: a code is good for one challenge and one method alone. */
export function sentCodeParts({ id, userId, purpose, method }: Challenge, code: string): [string, string, string, string, string] {
  return [id, userId, purpose, method ?? '', code]
}

/** Opens a challenge, and sends its code at once when its method sends one. */
export async function openChallenge(ports: Ports, pending: Pending, client: Client): Promise<void> {
  const { challenge } = pending
  await ports.store.commit(challenge.organizationId, [{ kind: 'challenge.open', challenge }])
  if ((currentMethod(ports, pending)?.channel ?? null) !== null) await sendCode(ports, pending, client)
}

/**
 * "Try another way": asks for another of the methods, and sends its code,
 * unless the wait since the last one is not over: then that one still works.
 */
export async function chooseMethod(ports: Ports, holder: Holder, purpose: Purpose, method: MethodId, client: Client): Promise<void> {
  const pending = await findPending(ports, holder, purpose)
  const chosen = methodsFor(ports, pending).find(({ id }) => id === method)
  if (chosen === undefined) throw new NightlatchError('not_allowed')
  if (pending.challenge.method === method) return

  const { id, organizationId } = pending.challenge
  const refused = await ports.store.commit(organizationId, [{ kind: 'challenge.choose', id, method, at: ports.clock() }])
  if (refused !== null) throw new NightlatchError('challenge_not_found')
  if (chosen.channel !== null) await resendCode(ports, holder, purpose, client)
}

/**
 * Sends a new code and voids the one before, unless the wait since then is not over.
 *
 * @returns false when it was too early, and nothing was done
 */
export async function resendCode(ports: Ports, holder: Holder, purpose: Purpose, client: Client): Promise<boolean> {
  const pending = await findPending(ports, holder, purpose)
  if (ports.clock() < mayResendAt(pending.challenge)) return false
  await sendCode(ports, pending, client)
  return true
}

async function sendCode(ports: Ports, pending: Pending, client: Client): Promise<void> {
  const { challenge, person } = pending
  const { store, random, keyedHash, settings } = ports
  const channel = currentMethod(ports, pending)?.channel ?? null
  if (channel === null) throw new NightlatchError('not_allowed')

  const to = destinationOf(ports, pending, channel)
  const code = newCode((length) => random.bytes(length))
  const text = reserveCode(ports, pending, channel, to, client.address)
  if (text === null) return await limited(neverTexted(ports, to))
  const { at } = text // a receipt finds the challenge by it
  const after = challenge.sends === 0 ? null : await store.lastProviderOf(challenge.organizationId, challenge.id)
  const refused = await store.commit(challenge.organizationId, [
    { kind: 'text.reserve', text },
    {
      kind: 'challenge.send',
      id: challenge.id,
      sends: challenge.sends,
      codeHash: keyedHash.hash('sent-code', ...sentCodeParts(challenge, code)),
      codeExpiresAt: at + settings.codeSeconds,
      at,
    },
    audit('code.sent'),
  ])
  if (refused === 'challenge.send') return // another request of the same person sent one just now
  if (refused !== null) return await limited(await refuseText(ports, person.organization, text, to, client))

  const { user, organization } = person
  const message = { to, code, user, organization, validSeconds: settings.codeSeconds, reference: text.id, after }
  await handOver(ports, { challenge, text }, message, (failure) => audit('code.not-sent', 'failed', failure))

  async function limited({ until, why, changes }: RefusedText) {
    await store.commit(challenge.organizationId, [
      { kind: 'challenge.delivery', id: challenge.id, sends: challenge.sends, delivery: 'limited', limitedUntil: until },
      ...changes,
      audit('code.not-sent', why),
    ])
  }

  function audit(action: 'code.sent' | 'code.not-sent', why?: string, failure?: string) {
    return auditChange(ports, {
      action,
      result: action === 'code.sent' ? 'success' : 'failure',
      subjectId: challenge.userId,
      method: challenge.method,
      detail: { purpose: challenge.purpose, ...(why === undefined ? {} : { why }), ...(failure === undefined ? {} : { failure }) },
      client,
    })
  }
}

/** Texts cost money, and either fills somebody's pocket with what they did not ask for: both are counted. Null: not to this number. */
function reserveCode(ports: Ports, { challenge, person }: Pending, channel: Channel, to: string, clientAddress: string): TextReservation | null {
  const { id: challengeId, userId, candidate } = challenge
  const facts: CodeFacts = { id: ports.random.id(), userId, challengeId, to, pool: candidate === null ? 'proved' : 'new', clientAddress, at: ports.clock() }
  return channel === 'sms' ? textReservation(ports, person.organization, facts) : mailReservation(ports, facts)
}

/** Where a code goes: always from our own rows, never from a form. */
function destinationOf(ports: Ports, { challenge, person }: Pending, channel: Channel): string {
  if (channel === 'mail') {
    if (person.user.email === null) throw new NightlatchError('not_allowed')
    return person.user.email
  }
  const held = challenge.candidate ?? person.authenticators.find(({ method }) => method === challenge.method)
  if (held === undefined) throw new NightlatchError('not_allowed')
  const rowId = 'id' in held ? held.id : challenge.id
  return ports.seal.openText(held.sealedSecret, secretContext(challenge.organizationId, challenge.userId, rowId))
}

/** What a sealed secret is bound to: moved to another row, it does not open. */
export function secretContext(organizationId: string, userId: string, rowId: string): [string, string, string] {
  return [organizationId, userId, rowId]
}
