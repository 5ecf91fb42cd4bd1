import { setImmediate } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { AdministrationStore, Under } from '../../engine/administration-ports.ts'
import type { EnrollmentView } from '../../engine/enrollment-status.ts'
import type { EpochSeconds } from '../../engine/model.ts'
import { type Cohort, loadCohorts, loadRoles } from '../cohorts.ts'
import type { Schema } from '../schema.ts'
import { listEnrollment } from './list.ts'
import { segmentsOf } from './plan.ts'
import { listFound } from './search.ts'
import { graceLimit, type Span, spansOf } from './standing.ts'

const PROGRESS_SECONDS = 60
const MOST_REMEMBERED = 1_000

const overdueByName: EnrollmentView = { sort: 'name', direction: 'ascending', status: 'overdue', roleId: null, method: null, search: '' }

/** How many there are, and how many would be stopped. */
export function figureQueries(db: Kysely<Schema>): Pick<AdministrationStore, 'progress' | 'countEnrollment' | 'stopped' | 'enrolledAdministratorsBut'> {
  const remembered = new Map<string, { at: EpochSeconds; figures: { people: number; enrolled: number } }>()

  return {
    async progress(under) {
      const { organizationId, policy, now } = under
      const key = JSON.stringify([organizationId, policy.version, policy.allowedMethods])
      const known = remembered.get(key)
      if (known !== undefined && Math.abs(now - known.at) < PROGRESS_SECONDS) return known.figures
      const cohorts = await cohortsOf(db, organizationId)
      const figures = { people: 0, enrolled: 0 }
      for (const cohort of cohorts) {
        const people = await countCohort(db, organizationId, cohort)
        figures.people += people
        if (isEnrolled(cohort, under)) figures.enrolled += people
      }
      remembered.delete(key)
      remembered.set(key, { at: now, figures })
      const [oldest] = remembered.keys()
      if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
      return figures
    },

    countEnrollment: (under, view) => countEnrollment(db, under, view),

    async stopped(under, limit) {
      const count = await countEnrollment(db, under, overdueByName)
      const { rows } = await listEnrollment(db, under, overdueByName, { after: null, limit })
      return { count, first: rows }
    },

    async enrolledAdministratorsBut(under, userId) {
      const cohorts = (await cohortsOf(db, under.organizationId)).filter(
        (cohort) => cohort.roles.some(({ mayAdminister }) => mayAdminister) && isEnrolled(cohort, under),
      )
      if (cohorts.length === 0) return 0
      const { people } = await db
        .selectFrom('nightlatch_user')
        .select((eb) => eb.fn.countAll<number>().as('people'))
        .where('organization_id', '=', under.organizationId)
        .where('cohort', 'in', cohorts.map(({ id }) => id))
        .where('id', '<>', userId)
        .executeTakeFirstOrThrow()
      return people
    },
  }
}

async function countEnrollment(db: Kysely<Schema>, under: Under, view: EnrollmentView): Promise<number> {
  if (view.search.trim() !== '') return (await listFound(db, under, view)).listed.length
  const parts = segmentsOf(await cohortsOf(db, under.organizationId), under, view).flatMap((segment) => segment.parts)
  let count = 0
  for (const { cohort, span } of parts) count += await countSpan(db, under, cohort, span)
  return count
}

async function cohortsOf(db: Kysely<Schema>, organizationId: string): Promise<Cohort[]> {
  return await loadCohorts(db, organizationId, await loadRoles(db, organizationId))
}

/** How many are in a cohort. Others are served before it answers. */
export async function countCohort(db: Kysely<Schema>, organizationId: string, { id }: Cohort): Promise<number> {
  const { people } = await peopleIn(db, organizationId, id).executeTakeFirstOrThrow()
  await setImmediate()
  return people
}

function peopleIn(db: Kysely<Schema>, organizationId: string, cohortId: string) {
  return db
    .selectFrom('nightlatch_user')
    .select((eb) => eb.fn.countAll<number>().as('people'))
    .where('organization_id', '=', organizationId)
    .where('cohort', '=', cohortId)
}

async function countSpan(db: Kysely<Schema>, under: Under, cohort: Cohort, { isExempt, isInGrace }: Span): Promise<number> {
  const { people } = await peopleIn(db, under.organizationId, cohort.id)
    .$if(isInGrace !== null, (query) => query.where('grace_starts_at', isInGrace === true ? '>' : '<=', graceLimit(under)))
    .$if(isExempt === true, (query) => query.where('exempt_until', '>', under.now))
    .$if(isExempt === false, (query) => query.where(sql<boolean>`coalesce(exempt_until, 0) <= ${under.now}`))
    .executeTakeFirstOrThrow()
  await setImmediate()
  return people
}

function isEnrolled(cohort: Cohort, under: Under): boolean {
  return spansOf(cohort, under, 'enrolled').length > 0
}
