import type { CsvLine } from './read-csv.ts'

/** What a line of the file says, in this order unless its first line names the columns in another. */
export const columns = ['name', 'userName', 'email', 'roles'] as const

export type ImportColumn = (typeof columns)[number]

/** How a first line may call them, in small letters alone. */
const headings: Record<string, ImportColumn> = { name: 'name', username: 'userName', email: 'email', role: 'roles', roles: 'roles' }

/** Finds out what each cell of a line is; the first line may say so, and is no user then. */
export function readColumns(lines: readonly CsvLine[]): { order: readonly ImportColumn[]; rows: readonly CsvLine[] } {
  const [first, ...rest] = lines
  const named = first?.cells.map((cell) => headings[cell.toLowerCase().replaceAll(/[^a-z]/g, '')])
  const isHeading = named !== undefined && columns.every((column) => named.filter((name) => name === column).length === 1) && named.length === columns.length
  return isHeading ? { order: named as ImportColumn[], rows: rest } : { order: columns, rows: lines }
}
