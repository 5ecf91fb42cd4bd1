import { auditChange } from './audit.ts'
import type { Change } from './changes.ts'
import type { Client, EpochSeconds, Organization } from './model.ts'
import { notify, nowhere } from './notices.ts'
import { blockOf, parsePhone } from './phone.ts'
import type { Ports } from './ports.ts'
import type { TextRefusal, TextReservation, TextStop } from './texts.ts'

/** What a person and the audit log are told of a text that may not go. */
export interface RefusedText {
  until: EpochSeconds | null // when to ask again; null: nobody can say
  why: string // for the audit log alone: it may be about others
  changes: Change[]
}

/** A number that gets no text at all: its country is not allowed, or it is none to text to. */
export function neverTexted({ clock }: Ports, to: string): RefusedText {
  const phone = parsePhone(to, '')
  return { until: null, why: 'country', changes: [{ kind: 'text.refused', country: phone.kind === 'valid' ? phone.country : '', at: clock() }] }
}

/**
 * Finds out why a text was not reserved. Where hardly any text of its prefix was
 * used, the prefix is stopped by this, and administrators are told.
 */
export async function refuseText(ports: Ports, organization: Organization, text: TextReservation, to: string, client: Client): Promise<RefusedText> {
  const refusal = await ports.store.textRefusal(organization.id, text)
  if (refusal?.kind === 'alarm') await stopPrefix(ports, organization, text, refusal, to, client)
  return {
    until: refusal?.kind === 'budget' ? refusal.until : null,
    why: refusal === null ? 'limited' : refusal.kind === 'budget' ? refusal.of : 'stopped',
    changes: text.channel === 'sms' ? [{ kind: 'text.refused', country: text.country, at: text.at }] : [],
  }
}

async function stopPrefix(ports: Ports, organization: Organization, text: TextReservation, alarm: Extract<TextRefusal, { kind: 'alarm' }>, to: string, client: Client): Promise<void> {
  const { texts, used } = alarm
  const phone = parsePhone(to, '')
  const stop: TextStop = {
    id: ports.random.id(),
    prefixHash: text.prefixHashes[0] ?? '',
    pool: text.pool,
    country: text.country,
    label: phone.kind === 'valid' ? blockOf(phone.international) : text.country,
    why: 'hardly-used',
    texts,
    used,
    since: text.at,
  }
  const facts = { numbers: stop.label, texts, used }
  const administrators = await ports.store.listAdministrators(organization.id)
  const refused = await ports.store.commit(organization.id, [
    { kind: 'text.stop', stop },
    auditChange(ports, { action: 'texts.stopped', method: 'sms', detail: facts, client }),
    // Whoever asked last has perhaps nothing to do with it: where they are is nothing to tell administrators by e-mail.
    ...administrators.flatMap((user) => notify(ports, user, 'texts-stopped', nowhere, facts)),
  ])
  // Another request stopped it just now.
  if (refused !== null) return
  ports.log.error({ organization: organization.id, country: text.country, texts, used }, 'texts to a block of numbers are stopped, for hardly any was used: see Text messages in administration')
}
