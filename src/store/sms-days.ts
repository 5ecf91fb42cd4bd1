import type { Kysely } from 'kysely'
import type { EpochSeconds } from '../engine/model.ts'
import type { TextSums } from '../engine/text-report.ts'
import type { TextCost } from '../engine/texts.ts'
import type { Tx } from './applier.ts'
import type { Schema } from './schema.ts'
import type { SmsDayTable } from './sms-tables.ts'

const DAY = 24 * 60 * 60

type Sums = Omit<SmsDayTable, 'organization_id' | 'day' | 'country' | 'provider' | 'currency'>

/** What the report is made of. */
export function smsDayQueries(db: Kysely<Schema>) {
  return {
    async textSums(organizationId: string, sinceDay: number): Promise<TextSums[]> {
      const rows = await db
        .selectFrom('nightlatch_sms_day')
        .select(['country', 'provider', 'currency'])
        .select((eb) => sumNames.map((name) => eb.fn.sum<number>(name).as(name)))
        .where('organization_id', '=', organizationId)
        .where('day', '>=', sinceDay)
        .groupBy(['country', 'provider', 'currency'])
        .execute()
      const sums = new Map<string, TextSums>()
      for (const { country, provider, currency, cost_micros: micros, ...counts } of rows) {
        const key = JSON.stringify([country, provider])
        const so: TextSums = sums.get(key) ?? { country, provider, sent: 0, delivered: 0, used: 0, failed: 0, refused: 0, segments: 0, charged: 0, listed: 0, costs: [] }
        for (const name of countNames) so[name] += counts[name]
        // Of a currency that every cost was taken out of again, nothing is left to tell.
        sums.set(key, currency === '' || counts.charged === 0 ? so : { ...so, costs: [...so.costs, { micros, currency }] })
      }
      return [...sums.values()].toSorted((a, b) => b.sent - a.sent || b.refused - a.refused || a.country.localeCompare(b.country))
    },
  }
}

const countNames = ['sent', 'delivered', 'used', 'failed', 'refused', 'segments', 'charged', 'listed'] as const
const sumNames = [...countNames, 'cost_micros'] as const

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

/** Adds the cost of one text, or takes it out again; costs of one currency are never added to those of another. */
export async function countCost(tx: Tx, under: CountedUnder, { micros, currency }: TextCost, { isListed, sign }: { isListed: boolean; sign: 1 | -1 }): Promise<void> {
  await add(tx, under, currency, { cost_micros: sign * micros, charged: sign, listed: isListed ? sign : 0 })
}

async function add(tx: Tx, { organizationId, country, provider, at }: CountedUnder, currency: string, added: Partial<Sums>): Promise<void> {
  const sums: Sums = { sent: 0, delivered: 0, used: 0, failed: 0, refused: 0, segments: 0, cost_micros: 0, charged: 0, listed: 0, ...added }
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
