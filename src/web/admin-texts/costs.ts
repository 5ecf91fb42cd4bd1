import type { TextSums } from '../../engine/text-report.ts'
import type { TextCost } from '../../engine/texts.ts'
import type { View } from '../ui/view.ts'

type Counts = Pick<TextSums, 'sent' | 'delivered' | 'used' | 'failed' | 'refused' | 'charged' | 'listed'>

export function totalOf(sums: readonly TextSums[]): Counts {
  const total = { sent: 0, delivered: 0, used: 0, failed: 0, refused: 0, charged: 0, listed: 0 }
  for (const each of sums) for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += each[name]
  return total
}

/** All costs, one a currency: dollars are not added to euros. */
export function costsOf(sums: readonly Pick<TextSums, 'costs'>[]): TextCost[] {
  const micros = new Map<string, number>()
  for (const { costs } of sums) for (const cost of costs) micros.set(cost.currency, (micros.get(cost.currency) ?? 0) + cost.micros)
  return [...micros].map(([currency, sum]) => ({ currency, micros: sum }))
}

/** "$12.40", and "$0.0079" where cents would say nothing. */
export function costText({ locale }: Pick<View, 'locale'>, { micros, currency }: TextCost): string {
  const amount = micros / 1_000_000
  const digits = Math.abs(amount) < 1 && amount !== 0 ? { maximumFractionDigits: 4 } : {}
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits }).format(amount)
  } catch {
    return `${amount} ${currency}` // a provider's own units are no currency
  }
}
