import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Under } from '../../engine/administration-ports.ts'
import type { EnrollmentView } from '../../engine/enrollment-status.ts'
import type { Schema } from '../schema.ts'
import { comparePlaces, type Place } from './place.ts'
import { innerSortOf, type InnerSort, type Part, type Segment } from './plan.ts'
import { graceLimit, type Span } from './standing.ts'

const MOST_PARTS = 100 // in one statement
const FEW = 10_000 // are sorted faster than found along a sorted index
const FENCE = 1_000_000_000 // a limit that keeps SQLite from moving the outer order inside

type Direction = EnrollmentView['direction']
type Sql = RawBuilder<unknown>

/** Somebody found, with the part they were found in. */
export interface Found extends Place {
  part: number
}

/** A segment whose parts know how they are best walked. */
export interface Walk {
  segment: Segment
  isFew: readonly boolean[] // of each part: are they few enough to be sorted?
}

/** Looks how many there are where a time sets some of a cohort apart; no more than it needs to know. */
export async function prepareWalk(db: Kysely<Schema>, under: Under, segment: Segment): Promise<Walk> {
  const isFew = segment.parts.map(() => false)
  const apart = segment.parts.flatMap(({ span }, index) => (span.isExempt === true || span.isInGrace !== null ? [index] : []))
  for (const some of chunks(apart, MOST_PARTS)) {
    const counts = some.map((index) => {
      const part = segment.parts[index] as Part
      return sql`select ${index} as part, (select count(*) from (select 1 from nightlatch_user where ${inCohort(under, part)} and ${setApart(under, part.span)} limit ${FEW + 1}) as few) as people`
    })
    const rows = await db.selectFrom(sql<{ part: number; people: number }>`(${sql.join(counts, sql` union all `)})`.as('counts')).selectAll().execute()
    for (const { part, people } of rows) isFew[part] = people <= FEW
  }
  return { segment, isFew }
}

/**
 * The next of a segment in order, found in one statement: the first `limits`
 * of every part, merged up to where a part that was cut short may go on.
 * Without any limit that cuts, that is all there are.
 */
export async function walkOn(
  db: Kysely<Schema>,
  under: Under,
  { segment, isFew }: Walk,
  { sort, direction, after, limits }: { sort: EnrollmentView['sort']; direction: Direction; after: Place | null; limits: readonly number[] },
): Promise<{ found: Found[]; isEnd: boolean }> {
  const inner = innerSortOf(sort)
  const found: Found[] = []
  for (const some of chunks([...segment.parts.entries()], MOST_PARTS)) {
    const selections = some.flatMap(([index, part]) => {
      if (after !== null && isPassed(part, after, direction)) return []
      return [partSelection(under, part, { index, isFew: isFew[index] ?? false, inner, direction, after, limit: limits[index] ?? 0 })]
    })
    if (selections.length === 0) continue
    const rows = await db
      .selectFrom(sql<{ part: number; value: number; name_key: string }>`(${sql.join(selections, sql` union all `)})`.as('found'))
      .selectAll()
      .execute()
    found.push(...rows.map(({ part, value, name_key }) => ({ segment: segment.key, part, value, nameKey: name_key })))
  }

  const compare = comparePlaces(direction)
  const counts = new Map<number, number>()
  for (const { part } of found) counts.set(part, (counts.get(part) ?? 0) + 1)
  const isCut = ({ part }: Found) => counts.get(part) === limits[part]
  // The rows of a part come in order, so the last of one that was cut is as far as is known of it.
  const lastOfCut = new Map(found.filter(isCut).map((row) => [row.part, row]))
  const [frontier] = [...lastOfCut.values()].toSorted(compare)
  const sorted = found.toSorted(compare)
  return { found: frontier === undefined ? sorted : sorted.filter((row) => compare(row, frontier) <= 0), isEnd: frontier === undefined }
}

interface Selecting {
  index: number
  isFew: boolean
  inner: InnerSort
  direction: Direction
  after: Place | null
  limit: number
}

function partSelection(under: Under, part: Part, { index, isFew, inner, direction, after, limit }: Selecting): Sql {
  const way = direction === 'ascending' ? sql`asc` : sql`desc`
  const beyond = after === null ? sql`1 = 1` : placeAfter(part, inner, direction, after)
  const order = inner === 'name' ? sql`name_key ${way}` : sql`${column(inner)} ${way}, name_key ${way}`
  const value = inner === 'name' ? sql`0` : sql`coalesce(${column(inner)}, -1)`
  const signedIn = part.signedIn === null ? sql`` : part.signedIn ? sql` and last_sign_in_at is not null` : sql` and last_sign_in_at is null`
  const from = isFew
    ? sql`(select * from nightlatch_user where ${inCohort(under, part)} and ${setApart(under, part.span)} limit ${FENCE}) as few where ${also(under, part.span)}`
    : sql`nightlatch_user where ${inCohort(under, part)} and ${withoutIndex(under, part.span)}`
  return sql`select * from (select ${index} as part, ${value} as value, name_key from ${from}${signedIn} and ${beyond} order by ${order} limit ${limit}) as part_${sql.raw(String(index))}`
}

function column(inner: InnerSort): Sql {
  return inner === 'backup-codes' ? sql`backup_codes_left` : sql`last_sign_in_at`
}

/** Whoever never signed in comes before all who did. */
function isPassed({ signedIn }: Part, after: Place, direction: Direction): boolean {
  if (signedIn === null) return false
  const isAmongSignedIn = after.value >= 0
  return direction === 'ascending' ? !signedIn && isAmongSignedIn : signedIn && !isAmongSignedIn
}

function placeAfter({ signedIn }: Part, inner: InnerSort, direction: Direction, after: Place): Sql {
  const than = direction === 'ascending' ? sql`>` : sql`<`
  if (inner === 'name') return sql`name_key ${than} ${after.nameKey}`
  if (signedIn !== null && signedIn !== after.value >= 0) return sql`1 = 1`
  if (signedIn === false) return sql`name_key ${than} ${after.nameKey}`
  return sql`(${column(inner)}, name_key) ${than} (${after.value}, ${after.nameKey})`
}

function inCohort({ organizationId }: Under, { cohort }: Part): Sql {
  return sql`organization_id = ${organizationId} and cohort = ${cohort.id}`
}

/** A range of the index that tells those of a span from the rest of their cohort. */
function setApart(under: Under, { isExempt, isInGrace }: Span): Sql {
  if (isExempt === true) return sql`exempt_until > ${under.now}`
  if (isInGrace === null) return sql`1 = 1`
  return isInGrace ? sql`grace_starts_at > ${graceLimit(under)}` : sql`grace_starts_at <= ${graceLimit(under)}`
}

/** What such a range does not say. */
function also(under: Under, { isExempt }: Span): Sql {
  return isExempt === false ? notExempt(under) : sql`1 = 1`
}

/** The whole span, asked of each row along a sorted index: the signs keep SQLite from another one. */
function withoutIndex(under: Under, span: Span): Sql {
  const { isExempt, isInGrace } = span
  const grace = isInGrace === null ? sql`1 = 1` : isInGrace ? sql`+grace_starts_at > ${graceLimit(under)}` : sql`+grace_starts_at <= ${graceLimit(under)}`
  const exempt = isExempt === null ? sql`1 = 1` : isExempt ? sql`+exempt_until > ${under.now}` : notExempt(under)
  return sql`${grace} and ${exempt}`
}

function notExempt({ now }: Under): Sql {
  return sql`coalesce(exempt_until, 0) <= ${now}`
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
