import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Under } from '../../engine/administration-ports.ts'
import type { EnrollmentView } from '../../engine/enrollment-status.ts'
import type { Schema } from '../schema.ts'
import { comparePlaces, type Place } from './place.ts'
import { innerSortOf, type Segment } from './plan.ts'
import { countApart, isSetApart, type Stretch, stretchSelection } from './stretch.ts'

const MOST_IN_ONE = 100 // selections of a statement: SQLite takes 500
const FEW = 10_000 // are sorted faster than found along a sorted index

/** Somebody found, with the number of the stretch they were found in. */
export interface Found extends Place {
  number: number
}

/** A segment, cut into what can be found in order. */
export interface Walk {
  key: string
  stretches: readonly Stretch[]
}

/** Looks how many there are where a time sets some of a cohort apart, no further than it needs to know. */
export async function prepareWalk(db: Kysely<Schema>, under: Under, { key, parts }: Segment, { sort }: Pick<EnrollmentView, 'sort'>): Promise<Walk> {
  const counts = parts.flatMap((part, number) => (isSetApart(part.span) ? [countApart(under, part, number, FEW + 1)] : []))
  const few = new Set<number>()
  for (const { number, people } of await selectAll<{ number: number; people: number }>(db, counts)) if (people <= FEW) few.add(number)
  const stretches = parts.flatMap((part, number): Stretch[] => {
    const isFew = few.has(number)
    return (sort === 'last-sign-in' && !isFew ? [false, true] : [null]).map((signedIn) => ({ ...part, isFew, signedIn }))
  })
  return { key, stretches }
}

/**
 * The next of a segment in order: the first `limits` of every stretch, merged
 * up to where one that was cut short may go on.
 */
export async function walkOn(
  db: Kysely<Schema>,
  under: Under,
  { key, stretches }: Walk,
  { sort, direction, after, limits }: Pick<EnrollmentView, 'sort' | 'direction'> & { after: Place | null; limits: readonly number[] },
): Promise<{ found: Found[]; isEnd: boolean }> {
  const asked = { inner: innerSortOf(sort), direction, after }
  const selections = stretches.flatMap((stretch, number) => stretchSelection(under, stretch, number, asked, limits[number] ?? 0) ?? [])
  const rows = await selectAll<{ number: number; value: number; name_key: string }>(db, selections)
  const found = rows.map(({ number, value, name_key }) => ({ segment: key, number, value, nameKey: name_key }))

  const compare = comparePlaces(direction)
  const [frontier] = lastOfCut(found, limits).toSorted(compare)
  const sorted = found.toSorted(compare)
  return { found: frontier === undefined ? sorted : sorted.filter((row) => compare(row, frontier) <= 0), isEnd: frontier === undefined }
}

/** Of each stretch that has more than was asked for: as far as it is known, for its rows come in order. */
function lastOfCut(found: readonly Found[], limits: readonly number[]): Found[] {
  const counts = limits.map(() => 0)
  const last = new Map<number, Found>()
  for (const row of found) {
    counts[row.number] = (counts[row.number] ?? 0) + 1
    last.set(row.number, row)
  }
  return [...last.values()].filter(({ number }) => counts[number] === limits[number])
}

/** All rows of these selections, each selection's in its own order. */
async function selectAll<Row>(db: Kysely<Schema>, selections: readonly RawBuilder<unknown>[]): Promise<Row[]> {
  const rows: Row[] = []
  for (let start = 0; start < selections.length; start += MOST_IN_ONE) {
    const union = sql.join(selections.slice(start, start + MOST_IN_ONE), sql` union all `)
    rows.push(...((await db.selectFrom(sql`(${union})`.as('found')).selectAll().execute()) as Row[]))
  }
  return rows
}
