import { CsvError, parse } from 'csv-parse/sync'

/** What one import takes; more is better done in parts. */
export const MOST_LINES = 20_000

const SEPARATORS = [',', ';', '\t']

/** Why a file can't be read at all. */
export type FileProblem =
  | { kind: 'encoding'; line: number } // the first line that is not UTF-8
  | { kind: 'quotes'; line: number }
  | { kind: 'empty' }
  | { kind: 'too-many-lines'; most: number }

/** One line of the table, with the line of the file that it begins on, from 1. */
export interface CsvLine {
  line: number
  cells: readonly string[]
}

/** The text of a file, UTF-8 with or without a byte order mark. */
export function decodeCsv(bytes: Uint8Array): { text: string } | { problem: FileProblem } {
  const text = decoded(bytes)
  if (text !== null) return { text: text.replace(/^\uFEFF/, '') }
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start)
    if (decoded(bytes.subarray(start, end === -1 ? undefined : end)) === null) break
    if (end === -1) break
    start = end + 1
  }
  return { problem: { kind: 'encoding', line } }
}

/** The lines of a table, with commas, semicolons or tabs between the cells. Empty ones are left out. */
export function readCsv(text: string): { lines: CsvLine[] } | { problem: FileProblem } {
  try {
    // The parser counts a line break of two characters inside of quotes twice.
    const records = parse(text.replaceAll(/\r\n?/g, '\n'), {
      delimiter: separatorOf(text),
      relax_column_count: true,
      skip_records_with_empty_values: true,
      info: true,
      raw: true,
    }) as unknown as { record: string[]; raw: string; info: { lines: number } }[]
    if (records.length > MOST_LINES + 1) return { problem: { kind: 'too-many-lines', most: MOST_LINES } }
    const lines = records.map(({ record, raw, info }) => ({ line: info.lines - newlinesIn(raw.trim()), cells: record }))
    return lines.length === 0 ? { problem: { kind: 'empty' } } : { lines }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { problem: { kind: 'quotes', line: Number(error['lines']) } }
  }
}

/** The one that the first line has most of. */
function separatorOf(text: string): string {
  const [first = ''] = text.trimStart().split(/\r\n|\r|\n/, 1)
  const outside = first.replaceAll(/"[^"]*"/g, '')
  const counts = SEPARATORS.map((separator) => outside.split(separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
