import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Under } from '../../engine/administration-ports.ts'
import type { EnrollmentView } from '../../engine/enrollment-status.ts'
import type { Schema } from '../schema.ts'
import { comparePlaces, type Place } from './place.ts'
import { innerSortOf, type Segment } from './plan.ts'
import { countApart, countOthers, isSetApart, type Stretch, stretchSelection } from './stretch.ts'

const MOST_IN_ONE = 240 // selections of a statement: SQLite takes 500
const VERY_FEW = 250 // are sorted, or passed over, without being noticed
const FEW = 10_000 // are sorted faster than found along a sorted index where nothing is known of the order

/** Somebody found, with the number of the stretch they were found in. */
export interface Found extends Place {
  number: number
}

/** A segment, cut into what can be found in order. */
export interface Walk {
  key: string
  stretches: readonly Stretch[]
}

/**
 * Cuts a segment so that each stretch is found at a cost that does not grow
 * with the organization. Where a time sets some of a cohort apart, it looks
 * how many are on either side, no further than it needs to know: the cohort is
 * walked when few of it would be passed over, else the few are sorted.
 */
export async function prepareWalk(db: Kysely<Schema>, under: Under, { key, parts }: Segment, { sort }: Pick<EnrollmentView, 'sort'>): Promise<Walk> {
  const apart = [...parts.entries()].filter(([, { span }]) => isSetApart(span))
  const outside = await counted(db, apart.flatMap(([number, part]) => countOthers(under, part, number, VERY_FEW + 1) ?? []))
  const isMany = (counts: Map<number, number>, number: number) => (counts.get(number) ?? VERY_FEW + 1) > VERY_FEW
  // Where next to nobody would be passed over, it is enough to know that there is somebody.
  const inside = await counted(db, apart.map(([number, part]) => countApart(under, part, number, isMany(outside, number) ? VERY_FEW + 1 : 1)))
  const mixed = apart.filter(([number]) => isMany(inside, number) && isMany(outside, number))
  const more = await counted(db, mixed.map(([number, part]) => countApart(under, part, number, FEW + 1)))

  const stretches = parts.flatMap((part, number): Stretch[] => {
    if (inside.get(number) === 0) return []
    const isFew = inside.has(number) && isMany(outside, number) && (more.get(number) ?? 0) <= FEW
    return (sort === 'last-sign-in' && !isFew ? [false, true] : [null]).map((signedIn) => ({ ...part, isFew, signedIn }))
  })
  return { key, stretches }
}

async function counted(db: Kysely<Schema>, counts: readonly RawBuilder<unknown>[]): Promise<Map<number, number>> {
  const rows = await selectAll<{ number: number; people: number }>(db, counts)
  return new Map(rows.map(({ number, people }) => [number, people]))
}

/** The next `wanted` of a segment in order. */
export async function firstOf(
  db: Kysely<Schema>,
  under: Under,
  { key, stretches }: Walk,
  asked: Pick<EnrollmentView, 'sort' | 'direction'> & { after: Place | null; wanted: number },
): Promise<Place[]> {
  const { direction, after, wanted } = asked
  // Whoever never signed in comes before all who did: mostly a page is filled by one of the two alone.
  const neverFirst = direction === 'ascending'
  const isBefore = ({ value }: Place) => value < 0 === neverFirst
  const sooner = stretches.filter(({ signedIn }) => signedIn !== neverFirst)
  if (sooner.length < stretches.length && (after === null || isBefore(after))) {
    const found = await inOrder(db, under, { key, stretches: sooner }, asked)
    if (found.length === wanted && found.every(isBefore)) return found
  }
  return await inOrder(db, under, { key, stretches }, asked)
}

async function inOrder(
  db: Kysely<Schema>,
  under: Under,
  { key, stretches }: Walk,
  { sort, direction, after, wanted }: Pick<EnrollmentView, 'sort' | 'direction'> & { after: Place | null; wanted: number },
): Promise<Place[]> {
  const asked = { inner: innerSortOf(sort), direction, after }
  const selections = stretches.flatMap((stretch, number) => stretchSelection(under, stretch, number, asked, wanted) ?? [])
  const way = direction === 'ascending' ? sql`asc` : sql`desc`
  const rows = await selectAll<Row>(db, selections, sql`order by value ${way}, name_key ${way} limit ${wanted}`)
  return rows.map((row) => placeOf(key, row)).toSorted(comparePlaces(direction)).slice(0, wanted)
}

/**
 * The next of a segment in order, in batches: the first `limits` of every stretch, merged
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
  const rows = await selectAll<Row>(db, selections)
  const found = rows.map((row) => ({ ...placeOf(key, row), number: row.number }))

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

interface Row {
  number: number
  value: number
  name_key: string
}

function placeOf(segment: string, { value, name_key }: Row): Place {
  return { segment, value, nameKey: name_key }
}

/** The rows of these selections, those of each in its own order unless another is asked for. */
async function selectAll<Row>(db: Kysely<Schema>, selections: readonly RawBuilder<unknown>[], end = sql``): Promise<Row[]> {
  const rows: Row[] = []
  for (let start = 0; start < selections.length; start += MOST_IN_ONE) {
    const union = sql.join(selections.slice(start, start + MOST_IN_ONE), sql` union all `)
    rows.push(...((await db.selectFrom(sql`(select * from (${union}) as each_found ${end})`.as('found')).selectAll().execute()) as Row[]))
  }
  return rows
}
