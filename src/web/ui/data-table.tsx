import type { Child } from 'hono/jsx'

export interface Column<Row> {
  label: string
  cell(row: Row): Child
  /** Names the row; one column has it. */
  isRowHeader?: boolean | undefined
  /** Buttons: no label on a phone, at the end on a wide screen. */
  isActions?: boolean | undefined
  /** Where a press on the heading leads, and how the rows are sorted now. */
  sort?: { href: string; direction: 'ascending' | 'descending' | null } | undefined
}

export interface DataTableProps<Row> {
  /** What the table holds; read out, not shown. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
}

/**
 * Rows and columns; on a phone each row is a card. The roles repeat what the elements
 * mean, because browsers forget it when `display` changes.
 */
export function DataTable<Row>({ caption, columns, rows }: DataTableProps<Row>) {
  return (
    <div class="panel">
      <table role="table">
        <caption class="unseen">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ label, sort, isActions }) => (
              <th role="columnheader" scope="col" aria-sort={sort?.direction ?? undefined}>
                {sort ? <a href={sort.href}>{label}</a> : <span class={isActions ? 'unseen' : undefined}>{label}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => <tr role="row">{columns.map((column) => cellOf(column, row))}</tr>)}
        </tbody>
      </table>
    </div>
  )
}

function cellOf<Row>(column: Column<Row>, row: Row) {
  if (column.isRowHeader) return <th role="rowheader" scope="row">{column.cell(row)}</th>
  return (
    <td role="cell" data-label={column.label} class={column.isActions ? 'act' : undefined}>
      <div>{column.cell(row)}</div>
    </td>
  )
}

/** Links to the pages before and after, where there are any. */
export function Pager({ label, previous, next }: { label: string; previous?: PagerLink | undefined; next?: PagerLink | undefined }) {
  return (
    <nav class="pager" aria-label={label}>
      {previous ? <a class="button secondary compact" rel="prev" href={previous.href}>{previous.label}</a> : <span></span>}
      {next && <a class="button secondary compact" rel="next" href={next.href}>{next.label}</a>}
    </nav>
  )
}

export interface PagerLink {
  href: string
  label: string
}
