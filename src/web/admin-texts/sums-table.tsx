import type { TextSums } from '../../engine/text-report.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import type { View } from '../ui/view.ts'
import { Cost } from './cost.tsx'
import { countryName } from './country-name.ts'

/** A row a country and provider. */
export function SumsTable({ view, sums }: { view: View; sums: readonly TextSums[] }) {
  const { table: words, total } = view.text.textMessages
  const format = new Intl.NumberFormat(view.locale)
  const counts = (['sent', 'delivered', 'used', 'failed', 'refused'] as const).map(
    (name): Column<TextSums> => ({ label: total[name], cell: (row) => format.format(row[name]) }),
  )
  return (
    <DataTable<TextSums>
      caption={words.caption}
      columns={[
        { label: words.country, isRowHeader: true, cell: ({ country }) => countryName(view, country) },
        { label: words.provider, cell: ({ provider }) => provider || '–' },
        ...counts,
        { label: total.cost, cell: (row) => <Cost view={view} sums={[row]} /> },
      ]}
      rows={sums}
    />
  )
}
