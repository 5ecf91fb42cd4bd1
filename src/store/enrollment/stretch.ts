import { type RawBuilder, sql } from 'kysely'
import type { Under } from '../../engine/administration-ports.ts'
import type { EnrollmentView } from '../../engine/enrollment-status.ts'
import type { Place } from './place.ts'
import type { InnerSort, Part } from './plan.ts'
import { graceLimit, type Span } from './standing.ts'

const FENCE = 1_000_000_000 // a limit that keeps SQLite from moving the outer order inside

type Sql = RawBuilder<unknown>

/** A part as one selection can find it in order. */
export interface Stretch extends Part {
  isFew: boolean // so few that they are found by what sets them apart, and sorted then
  signedIn: boolean | null // null: either. Neither database seeks beyond a null, so those who never did are a stretch of their own
}

export interface Asked {
  inner: InnerSort
  direction: EnrollmentView['direction']
  after: Place | null
}

/** The first of a stretch in order, as `number`, `value` and `name_key`; null when all of it was passed. */
export function stretchSelection(under: Under, stretch: Stretch, number: number, asked: Asked, limit: number): Sql | null {
  const { inner, direction, after } = asked
  if (after !== null && isPassed(stretch, after, direction)) return null
  const way = direction === 'ascending' ? sql`asc` : sql`desc`
  // Whoever never signed in comes before all who did.
  const column = inner === 'backup-codes' ? sql`backup_codes_left` : stretch.signedIn === null ? sql`coalesce(last_sign_in_at, -1)` : sql`last_sign_in_at`
  const value = inner === 'name' ? sql`0` : inner === 'backup-codes' ? column : sql`coalesce(last_sign_in_at, -1)`
  const order = inner === 'name' ? sql`name_key ${way}` : sql`${column} ${way}, name_key ${way}`
  const beyond = after === null ? [] : [placeAfter(stretch, column, { ...asked, after })]
  const signedIn = stretch.signedIn === null ? [] : [stretch.signedIn ? sql`last_sign_in_at is not null` : sql`last_sign_in_at is null`]
  const kept = inner === 'last-sign-in' ? sql`, last_sign_in_at` : inner === 'backup-codes' ? sql`, backup_codes_left` : sql``
  const { cohort, span } = stretch
  const inCohort = sql`organization_id = ${under.organizationId} and cohort = ${cohort.id}`
  const selection = stretch.isFew
    ? sql`from (select name_key, exempt_until${kept} from nightlatch_user where ${and([inCohort, setApart(under, span)])} limit ${FENCE}) as few
      where ${and([...notExempt(under, span), ...beyond])}`
    : sql`from nightlatch_user where ${and([inCohort, ...withoutIndex(under, span), ...signedIn, ...beyond])}`
  return sql`select * from (select ${number} as number, ${value} as value, name_key ${selection} order by ${order} limit ${limit}) as ${sql.ref(`stretch_${number}`)}`
}

/** How many a time sets apart from their cohort, counted no further than `limit`. */
export function countApart(under: Under, { cohort, span }: Part, number: number, limit: number): Sql {
  const apart = sql`select 1 from nightlatch_user where organization_id = ${under.organizationId} and cohort = ${cohort.id} and ${setApart(under, span)} limit ${limit}`
  return sql`select ${number} as number, (select count(*) from (${apart}) as apart) as people`
}

/** How many it leaves; null where that is no range: of the exempt there are few. */
export function countOthers(under: Under, { cohort, span }: Part, number: number, limit: number): Sql | null {
  if (span.isExempt === true || span.isInGrace === null) return null
  return countApart(under, { cohort, span: { isExempt: null, isInGrace: !span.isInGrace } }, number, limit)
}

export function isSetApart({ isExempt, isInGrace }: Span): boolean {
  return isExempt === true || isInGrace !== null
}

function isPassed({ signedIn }: Stretch, after: Place, direction: Asked['direction']): boolean {
  if (signedIn === null) return false
  const isAmongSignedIn = after.value >= 0
  return direction === 'ascending' ? !signedIn && isAmongSignedIn : signedIn && !isAmongSignedIn
}

function placeAfter({ signedIn }: Stretch, column: Sql, { inner, direction, after }: Asked & { after: Place }): Sql {
  const than = direction === 'ascending' ? sql`>` : sql`<`
  if (inner === 'name' || (signedIn === false && after.value < 0)) return sql`name_key ${than} ${after.nameKey}`
  if (signedIn !== null && signedIn !== after.value >= 0) return sql`1 = 1`
  return sql`(${column}, name_key) ${than} (${after.value}, ${after.nameKey})`
}

/** A range of the index that tells those of a span from the rest of their cohort. */
function setApart(under: Under, { isExempt, isInGrace }: Span): Sql {
  if (isExempt === true) return sql`exempt_until > ${under.now}`
  return isInGrace === true ? sql`grace_starts_at > ${graceLimit(under)}` : sql`grace_starts_at <= ${graceLimit(under)}`
}

/** The whole span, asked of each row along a sorted index: the signs keep SQLite from another one. */
function withoutIndex(under: Under, span: Span): Sql[] {
  const { isExempt, isInGrace } = span
  const grace = isInGrace === null ? [] : [isInGrace ? sql`+grace_starts_at > ${graceLimit(under)}` : sql`+grace_starts_at <= ${graceLimit(under)}`]
  return [...grace, ...(isExempt === true ? [sql`+exempt_until > ${under.now}`] : []), ...notExempt(under, span)]
}

function notExempt({ now }: Under, { isExempt }: Span): Sql[] {
  return isExempt === false ? [sql`coalesce(exempt_until, 0) <= ${now}`] : []
}

function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`1 = 1` : sql.join([...conditions], sql` and `)
}
