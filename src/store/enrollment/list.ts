import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { EnrollmentPage, Under } from '../../engine/administration-ports.ts'
import type { EnrollmentRow, EnrollmentView } from '../../engine/enrollment-status.ts'
import type { Role } from '../../engine/model.ts'
import { loadCohorts, loadRoles } from '../cohorts.ts'
import { compareText, idInNameKey } from '../folded-text.ts'
import type { Schema } from '../schema.ts'
import { comparePlaces, type Place, readPlace, writePlace } from './place.ts'
import { type Segment, segmentsOf } from './plan.ts'
import { loadRows } from './rows.ts'
import { listFound } from './search.ts'
import { firstOf, prepareWalk, walkOn } from './walk.ts'

const BATCH = 500 // rows of a stream at a time

/** The administrators' list. */
export function enrollmentQueries(db: Kysely<Schema>) {
  return { listEnrollment: listEnrollment.bind(null, db), streamEnrollment: streamEnrollment.bind(null, db) }
}

export async function listEnrollment(db: Kysely<Schema>, under: Under, view: EnrollmentView, page: { after: string | null; limit: number }): Promise<EnrollmentPage> {
  const { limit } = page
  const after = readPlace(page.after)
  if (view.search.trim() !== '') {
    const { listed, isCut } = await listFound(db, under, view)
    const compare = comparePlaces(view.direction)
    const rest = after === null ? listed : listed.filter(({ place }) => compare(place, after) > 0)
    const shown = rest.slice(0, limit)
    return { rows: shown.map(({ listed }) => listed.row), next: nextKey(shown.at(-1)?.place, rest.length > limit), isCut }
  }

  // One more than is shown says whether there is a next page.
  const roles = await loadRoles(db, under.organizationId)
  const places = await findPlaces(db, under, view, { roles, after, wanted: limit + 1 })
  const shown = places.slice(0, limit)
  return { rows: await rowsAt(db, under, shown, { roles, isActive: showsActive(view) }), next: nextKey(shown.at(-1), places.length > limit), isCut: false }
}

async function findPlaces(db: Kysely<Schema>, under: Under, view: EnrollmentView, { roles, after, wanted }: { roles: readonly Role[]; after: Place | null; wanted: number }): Promise<Place[]> {
  const { sort, direction } = view
  const cohorts = await loadCohorts(db, under.organizationId, roles, showsActive(view))
  const places: Place[] = []
  for (const segment of segmentsFrom(segmentsOf(cohorts, under, view), view, after)) {
    const missing = wanted - places.length
    if (missing === 0) break
    const walk = await prepareWalk(db, under, segment, view)
    const begin = after?.segment === segment.key ? after : null
    places.push(...(await firstOf(db, under, walk, { sort, direction, after: begin, wanted: missing })))
  }
  return places
}

/** All that the view shows, in batches; others are served between them. */
export async function* streamEnrollment(db: Kysely<Schema>, under: Under, view: EnrollmentView): AsyncGenerator<readonly EnrollmentRow[]> {
  if (view.search.trim() !== '') {
    const { listed } = await listFound(db, under, view)
    for (let start = 0; start < listed.length; start += BATCH) yield listed.slice(start, start + BATCH).map(({ listed }) => listed.row)
    return
  }
  const { sort, direction } = view
  const roles = await loadRoles(db, under.organizationId)
  for (const segment of segmentsOf(await loadCohorts(db, under.organizationId, roles, showsActive(view)), under, view)) {
    const walk = await prepareWalk(db, under, segment, view)
    let limits = walk.stretches.map(() => BATCH)
    let after: Place | null = null
    for (let isEnd = false; !isEnd; await setImmediate()) {
      const step: Awaited<ReturnType<typeof walkOn>> = await walkOn(db, under, walk, { sort, direction, after, limits })
      isEnd = step.isEnd
      after = step.found.at(-1) ?? after
      // A stretch that gave little will give little again: what is found of it beyond the others is found in vain.
      const given = limits.map(() => 0)
      for (const { number } of step.found) given[number] = (given[number] ?? 0) + 1
      limits = given.map((count) => Math.min(BATCH, 16 + 2 * count))
      for (let start = 0; start < step.found.length; start += BATCH) {
        yield await rowsAt(db, under, step.found.slice(start, start + BATCH), { roles, isActive: showsActive(view) })
      }
    }
  }
}

async function rowsAt(db: Kysely<Schema>, under: Under, places: readonly Place[], which: Parameters<typeof loadRows>[3]): Promise<EnrollmentRow[]> {
  const ids = places.map(({ nameKey }) => idInNameKey(nameKey))
  const listed = await loadRows(db, under, ids, which)
  return listed.map(({ row }) => row)
}

function showsActive({ status }: EnrollmentView): boolean {
  return status !== 'deactivated'
}

/** The segments that a page after this place may still need. */
function segmentsFrom(segments: readonly Segment[], { direction }: EnrollmentView, after: Place | null): readonly Segment[] {
  if (after === null) return segments
  return segments.filter(({ key }) => (direction === 'ascending' ? compareText(key, after.segment) >= 0 : compareText(key, after.segment) <= 0))
}

function nextKey(last: Place | undefined, hasMore: boolean): string | null {
  return last === undefined || !hasMore ? null : writePlace(last)
}
