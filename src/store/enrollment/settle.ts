import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Under } from '../../engine/administration-ports.ts'
import type { EpochSeconds } from '../../engine/model.ts'
import { type Cohort, loadCohorts, loadRoles, saveCohort } from '../cohorts.ts'
import { policyOf } from '../policies.ts'
import type { Schema } from '../schema.ts'
import { transact } from '../transaction.ts'
import { graceLimit, spansOf } from './standing.ts'

const BATCH = 200 // users a transaction, so that nobody waits long

/**
 * Keeps those in grace in cohorts apart from those whose grace is over. No
 * answer depends on it: every list asks each user's own times. It is what
 * makes the answer quick, for an index cannot be sorted by name and cut by
 * time at once.
 */
export async function settleGrace(db: Kysely<Schema>, now: EpochSeconds): Promise<void> {
  const policies = await db.selectFrom('nightlatch_policy').selectAll().execute()
  for (const row of policies) {
    const under = { organizationId: row.organization_id, policy: policyOf(row), now }
    const roles = await loadRoles(db, under.organizationId)
    for (const cohort of await loadCohorts(db, under.organizationId, roles)) {
      for (let isMore = true; isMore; await setImmediate()) isMore = (await moveSome(db, under, cohort)) === BATCH
    }
  }
}

/** Moves some to the cohort that is theirs now. */
async function moveSome(db: Kysely<Schema>, under: Under, { methods, roleIds, roles, isNew, isReported, id }: Cohort): Promise<number> {
  const { organizationId } = under
  if (isReported === true) return 0 // no grace is theirs
  const isEnrolled = spansOf({ methods, roles }, under, 'enrolled').length > 0
  if (isEnrolled && !isNew) return 0
  const moved = await db
    .selectFrom('nightlatch_user')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('cohort', '=', id)
    .$if(!isEnrolled, (query) => query.where('grace_starts_at', isNew ? '<=' : '>', graceLimit(under)))
    .limit(BATCH)
    .execute()
  if (moved.length === 0) return 0
  await transact(db, async (tx) => {
    const cohort = await saveCohort(tx, organizationId, { methods, roleIds, isNew: !isNew })
    await tx
      .updateTable('nightlatch_user')
      .set({ cohort })
      .where('organization_id', '=', organizationId)
      .where('id', 'in', moved.map((user) => user.id))
      // Whoever changed meanwhile is where they belong.
      .where('cohort', '=', id)
      .execute()
  })
  return moved.length
}
