import type { Kysely } from 'kysely'
import type { EpochSeconds } from '../engine/model.ts'
import type { TextBudget, TextRefusal, TextReservation } from '../engine/texts.ts'
import type { Tx } from './applier.ts'
import type { Schema } from './schema.ts'

/**
 * Puts all who reserve a text of this organization in line, until the
 * transaction ends: whoever comes next counts the one before.
 */
export async function standInLine(tx: Tx, organizationId: string): Promise<void> {
  await tx
    .insertInto('nightlatch_sms_lock')
    .values({ organization_id: organizationId, reservations: 1 })
    .onConflict((conflict) =>
      conflict.column('organization_id').doUpdateSet((eb) => ({ reservations: eb('nightlatch_sms_lock.reservations', '+', 1) })),
    )
    .execute()
}

/** Why this text may not go now; null where it may. Of several full budgets, the one that has room last. */
export async function refusalOf(db: Kysely<Schema>, organizationId: string, text: TextReservation): Promise<TextRefusal | null> {
  if (await isStopped(db, organizationId, text)) return { kind: 'stopped' }
  let refusal: Extract<TextRefusal, { kind: 'budget' }> | null = null
  for (const budget of text.budgets) {
    const until = await fullUntil(db, organizationId, text, budget)
    if (until !== null && until > (refusal?.until ?? 0)) refusal = { kind: 'budget', of: budget.of, until }
  }
  return refusal ?? (await alarmOf(db, organizationId, text))
}

async function isStopped(db: Kysely<Schema>, organizationId: string, { prefixHashes, pool }: TextReservation): Promise<boolean> {
  if (prefixHashes.length === 0) return false
  const stop = await db
    .selectFrom('nightlatch_sms_stop')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('prefix_hash', 'in', prefixHashes)
    .where('pool', '=', pool)
    .where('lifted_at', 'is', null)
    .executeTakeFirst()
  return stop !== undefined
}

/** When a full budget has room again: a length of time after the text that filled it. */
async function fullUntil(db: Kysely<Schema>, organizationId: string, text: TextReservation, budget: TextBudget): Promise<EpochSeconds | null> {
  const { limit, seconds, counts } = budget
  if (limit === 0) return text.at + seconds
  let texts = within(db, organizationId, text, budget.of).select('sent_at').where('sent_at', '>', text.at - seconds)
  if (counts === 'unused') texts = texts.where('used_at', 'is', null)
  const filling = await texts.orderBy('sent_at', 'desc').limit(1).offset(limit - 1).executeTakeFirst()
  return filling === undefined ? null : filling.sent_at + seconds
}

function within(db: Kysely<Schema>, organizationId: string, text: TextReservation, of: TextBudget['of']) {
  const texts = db.selectFrom('nightlatch_sms_delivery').where('organization_id', '=', organizationId)
  switch (of) {
    case 'user':
      return texts.where('user_id', '=', text.userId)
    case 'number':
      return texts.where('destination_hash', 'in', text.numberHashes)
    case 'address':
      return texts.where('address_hash', 'in', text.addressHashes).where('pool', '=', text.pool)
    case 'prefix':
      return texts.where('prefix_hash', 'in', text.prefixHashes).where('pool', '=', text.pool)
    case 'pool':
      return texts.where('pool', '=', text.pool)
    case 'organization':
      return texts.where('pool', '!=', 'none')
  }
}

/** Whether the texts to this prefix were hardly ever used. What no provider took is no sign of it, nor what is before a lifted stop. */
async function alarmOf(db: Kysely<Schema>, organizationId: string, text: TextReservation): Promise<TextRefusal | null> {
  const { alarm, prefixHashes, pool } = text
  if (alarm === null || prefixHashes.length === 0) return null
  const { lifted } = await db
    .selectFrom('nightlatch_sms_stop')
    .select((eb) => eb.fn.max('lifted_at').as('lifted'))
    .where('organization_id', '=', organizationId)
    .where('prefix_hash', 'in', prefixHashes)
    .where('pool', '=', pool)
    .executeTakeFirstOrThrow()
  const { texts, numbers, used } = await within(db, organizationId, text, 'prefix')
    .select((eb) => [
      eb.fn.countAll<number>().as('texts'),
      eb.fn.count<number>('destination_hash').distinct().as('numbers'),
      eb.fn.count<number>('used_at').as('used'),
    ])
    .where('sent_at', '>', Math.max(alarm.since, lifted ?? 0))
    .where((eb) => eb.or([eb('used_at', 'is not', null), eb('sent_at', '<=', alarm.settledBefore)]))
    .where((eb) => eb.or([eb('state', '!=', 'failed'), eb('provider_message_id', 'is not', null)]))
    .executeTakeFirstOrThrow()
  const isHardlyUsed = texts >= alarm.texts && numbers >= alarm.numbers && used * 100 < texts * alarm.usedPercent
  return isHardlyUsed ? { kind: 'alarm', texts, used } : null
}
