import type { TextSums } from '../../engine/text-report.ts'
import type { View } from '../ui/view.ts'
import { costText, costsOf, totalOf } from './costs.ts'

/** What these texts cost; for how many of them that is known where it is not all, and whether it is estimated. */
export function Cost({ view, sums }: { view: View; sums: readonly TextSums[] }) {
  const { table, total: words } = view.text.textMessages
  const total = totalOf(sums)
  const costs = costsOf(sums)
  if (costs.length === 0) return <>{total.sent === 0 ? '–' : words.unknownCost}</>
  const sum = costs.map((cost) => costText(view, cost)).join(' + ')
  const note = table.costNote(total)
  return note === '' ? <>{sum}</> : <>{sum} <span class="small muted">{note}</span></>
}
