import type { EpochSeconds } from '../engine/model.ts'
import type { TextCost } from '../engine/texts.ts'
import type { Tx } from './applier.ts'
import type { SmsDayTable } from './sms-tables.ts'

const DAY = 24 * 60 * 60

type Sums = Omit<SmsDayTable, 'organization_id' | 'day' | 'country' | 'provider' | 'currency'>

/** What a text is counted under: the day on which it was reserved, whenever the news of it comes. */
export interface CountedUnder {
  organizationId: string
  country: string
  provider: string | null
  at: EpochSeconds
}

/** Adds to the sums of a day. */
export async function count(tx: Tx, under: CountedUnder, added: Partial<Sums>): Promise<void> {
  await add(tx, under, '', added)
}

/** Adds what was charged; costs of one currency are never added to those of another. */
export async function countCost(tx: Tx, under: CountedUnder, cost: TextCost, isFirst: boolean): Promise<void> {
  await add(tx, under, cost.currency, { cost_micros: cost.micros, charged: isFirst ? 1 : 0 })
}

async function add(tx: Tx, { organizationId, country, provider, at }: CountedUnder, currency: string, added: Partial<Sums>): Promise<void> {
  const sums: Sums = { sent: 0, delivered: 0, used: 0, failed: 0, refused: 0, segments: 0, cost_micros: 0, charged: 0, ...added }
  const names = Object.keys(sums) as (keyof Sums)[]
  await tx
    .insertInto('nightlatch_sms_day')
    .values({ organization_id: organizationId, day: Math.floor(at / DAY), country, provider: provider ?? '', currency, ...sums })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'day', 'country', 'provider', 'currency'])
        .doUpdateSet((eb) => Object.fromEntries(names.map((name) => [name, eb(`nightlatch_sms_day.${name}`, '+', sums[name])]))),
    )
    .execute()
}
