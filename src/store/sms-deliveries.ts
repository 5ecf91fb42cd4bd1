import type { Kysely } from 'kysely'
import type { FoundText, TextCost, TextRefusal, TextReservation } from '../engine/texts.ts'
import { always, type Appliers, type Tx } from './applier.ts'
import type { Schema } from './schema.ts'
import { refusalOf, standInLine } from './sms-budgets.ts'
import { count, countCost, type CountedUnder } from './sms-days.ts'
import type { SmsDeliveryTable } from './sms-tables.ts'

/** What is asked of single texts. */
export function smsDeliveryQueries(db: Kysely<Schema>) {
  return {
    /** Why a text that was just refused may not go; null where it might by now. */
    textRefusal(organizationId: string, text: TextReservation): Promise<TextRefusal | null> {
      return refusalOf(db, organizationId, text)
    },

    /** The text that a provider's receipt names. It may be quicker than our own note of who took the text. */
    async findTextOfReceipt(provider: string, textId: string): Promise<FoundText | null> {
      const row = await db
        .selectFrom('nightlatch_sms_delivery')
        .select(['id', 'organization_id', 'user_id', 'challenge_id', 'state', 'sent_at'])
        .where('id', '=', textId)
        .where('channel', '=', 'sms')
        .where((eb) => eb.or([eb('provider', '=', provider), eb('provider', 'is', null)]))
        .executeTakeFirst()
      if (row === undefined) return null
      return { id: row.id, organizationId: row.organization_id, userId: row.user_id, challengeId: row.challenge_id, state: row.state, sentAt: row.sent_at }
    },

    async lastProviderOf(organizationId: string, challengeId: string): Promise<string | null> {
      const row = await db
        .selectFrom('nightlatch_sms_delivery')
        .select('provider')
        .where('organization_id', '=', organizationId)
        .where('challenge_id', '=', challengeId)
        .where('provider', 'is not', null)
        .orderBy('sent_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.provider ?? null
    },
  }
}

export const smsDeliveryAppliers = {
  'text.reserve': async (tx, organizationId, { text }) => {
    await standInLine(tx, organizationId)
    if ((await refusalOf(tx, organizationId, text)) !== null) return false
    return await always(tx.insertInto('nightlatch_sms_delivery').values(newRow(organizationId, text)))
  },

  'text.sent': async (tx, organizationId, { id, provider, providerMessageId, segments, cost, price = null }) => {
    const text = await lock(tx, organizationId, id)
    if (text === null) return true
    const state = text.state === 'reserved' ? 'sent' : text.state
    const known = text.segments ?? segments // a receipt that was quicker has counted them
    await write(tx, text, { state, provider, provider_message_id: providerMessageId, segments: known })
    await counted({ ...text, provider }, (under) => count(tx, under, { sent: 1, segments: (known ?? 0) - (text.segments ?? 0) }))
    if (cost !== null) await charge(tx, { ...text, provider }, cost)
    else if (price !== null) await charge(tx, { ...text, provider }, listedCost(price, known), price)
    return true
  },

  'text.failed': async (tx, organizationId, { id, provider, failure }) => {
    const text = await lock(tx, organizationId, id)
    if (text === null || text.state !== 'reserved') return true
    await write(tx, text, { state: 'failed', failure, provider })
    await counted({ ...text, provider }, (under) => count(tx, under, { failed: 1 }))
    return true
  },

  'text.receipt': async (tx, organizationId, { id, provider, state, failure, segments, cost }) => {
    const locked = await lock(tx, organizationId, id)
    if (locked === null) return true
    const text = { ...locked, provider: locked.provider ?? provider }
    const moreSegments = segments === null ? 0 : segments - (text.segments ?? 0)
    const isNews = state === 'delivered' ? text.state !== 'delivered' : text.state === 'reserved' || (text.state === 'sent' && state === 'failed')
    await write(tx, text, { ...(segments === null ? {} : { segments }), ...(isNews ? { state, failure } : {}) })
    await counted(text, (under) =>
      count(tx, under, {
        segments: moreSegments,
        ...(isNews && state !== 'sent' ? { [state]: 1 } : {}),
        ...(isNews && text.state === 'failed' ? { failed: -1 } : {}),
      }),
    )
    const price = priceOf(text)
    if (cost !== null) await charge(tx, text, cost)
    else if (price !== null && segments !== null) await charge(tx, text, listedCost(price, segments), price)
    return true
  },

  'text.used': async (tx, organizationId, { challengeId, at }) => {
    const text = await tx
      .selectFrom('nightlatch_sms_delivery')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('challenge_id', '=', challengeId)
      .orderBy('sent_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (text === undefined || text.used_at !== null) return true
    await write(tx, text, { used_at: at })
    await counted(text, (under) => count(tx, under, { used: 1 }))
    return true
  },

  'text.refused': async (tx, organizationId, { country, at }) => {
    await count(tx, { organizationId, country, provider: null, at }, { refused: 1 })
    return true
  },
} satisfies Partial<Appliers>

function newRow(organizationId: string, text: TextReservation): SmsDeliveryTable {
  return {
    id: text.id,
    organization_id: organizationId,
    user_id: text.userId,
    challenge_id: text.challengeId,
    channel: text.channel,
    pool: text.pool,
    country: text.country,
    destination_hash: text.numberHashes[0] ?? '',
    prefix_hash: text.prefixHashes[0] ?? '',
    address_hash: text.addressHashes[0] ?? '',
    provider: null,
    provider_message_id: null,
    state: 'reserved',
    failure: null,
    segments: null,
    cost_micros: null,
    cost_currency: null,
    price_micros: null,
    sent_at: text.at,
    used_at: null,
  }
}

/** The row of a text, locked until the transaction ends; null where it was removed since. */
async function lock(tx: Tx, organizationId: string, id: string): Promise<SmsDeliveryTable | null> {
  const row = await tx
    .updateTable('nightlatch_sms_delivery')
    .set((eb) => ({ state: eb.ref('state') }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

async function write(tx: Tx, { organization_id, id }: SmsDeliveryTable, columns: Partial<SmsDeliveryTable>): Promise<void> {
  if (Object.keys(columns).length === 0) return
  await tx.updateTable('nightlatch_sms_delivery').set(columns).where('organization_id', '=', organization_id).where('id', '=', id).execute()
}

/** Sums are of texts: a code by e-mail is in none. */
async function counted(text: SmsDeliveryTable, add: (under: CountedUnder) => Promise<void>): Promise<void> {
  if (text.channel === 'sms') await add({ organizationId: text.organization_id, country: text.country, provider: text.provider, at: text.sent_at })
}

/** One segment is what a text of ours is made to fit into, and is taken for where nobody says how many it was. */
function listedCost({ micros, currency }: TextCost, segments: number | null): TextCost {
  return { micros: micros * (segments ?? 1), currency }
}

/** The listed price that the cost of a text comes from; null where there is no cost yet, or its provider told it. */
function priceOf({ price_micros: micros, cost_currency: currency }: SmsDeliveryTable): TextCost | null {
  return micros === null || currency === null ? null : { micros, currency }
}

/**
 * Notes the whole cost of a text, in place of what was noted before. What its
 * provider told stands: against a listed price, and in one currency.
 *
 * After `count` of the same text, always: two of these at once then wait for the row that it writes, never for each other.
 */
async function charge(tx: Tx, text: SmsDeliveryTable, cost: TextCost, price: TextCost | null = null): Promise<void> {
  const before = text.cost_micros === null || text.cost_currency === null ? null : { micros: text.cost_micros, currency: text.cost_currency }
  const wasListed = text.price_micros !== null
  if (before !== null && !wasListed && (price !== null || before.currency !== cost.currency)) return
  await write(tx, text, { cost_micros: cost.micros, cost_currency: cost.currency, price_micros: price?.micros ?? null })
  await counted(text, async (under) => {
    if (before !== null) await countCost(tx, under, before, { isListed: wasListed, sign: -1 })
    await countCost(tx, under, cost, { isListed: price !== null, sign: 1 })
  })
}
