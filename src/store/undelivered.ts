import { type Kysely, sql } from 'kysely'
import type { AdministrationStore } from '../engine/administration-ports.ts'
import type { Undelivered } from '../engine/outbox.ts'
import { loadCohorts, loadRoles } from './cohorts.ts'
import type { OutboxTable } from './mail-tables.ts'
import { noticeOf } from './outbox.ts'
import type { Schema } from './schema.ts'

const MOST_TOLD = 20 // administrators

/** Notices that were given up, and whom to tell of what concerns somebody else. */
export function undeliveredQueries(db: Kysely<Schema>): Pick<AdministrationStore, 'listUndelivered' | 'countUndelivered' | 'findUndelivered' | 'listAdministrators'> {
  const dead = (organizationId: string) =>
    db
      .selectFrom('nightlatch_outbox as outbox')
      .innerJoin('nightlatch_user as user', (join) => join.onRef('user.organization_id', '=', 'outbox.organization_id').onRef('user.id', '=', 'outbox.user_id'))
      .selectAll('outbox')
      .select('user.name as user_name')
      .where('outbox.organization_id', '=', organizationId)
      .where('outbox.dead_at', 'is not', null)

  return {
    async listUndelivered(organizationId, { before, limit }) {
      const [, at, id] = /^(\d{1,15})\.([\w-]{1,100})$/.exec(before ?? '') ?? []
      const rows = await dead(organizationId)
        .$if(at !== undefined, (query) => query.where(sql<boolean>`(outbox.dead_at, outbox.id) < (${Number(at)}, ${id})`))
        .orderBy('outbox.dead_at', 'desc')
        .orderBy('outbox.id', 'desc')
        .limit(limit + 1)
        .execute()
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      return { notices: shown.map(undeliveredOf), next: last === undefined || rows.length <= limit ? null : `${last.dead_at}.${last.id}` }
    },

    async countUndelivered(organizationId, limit) {
      const some = dead(organizationId).clearSelect().select('outbox.id').limit(limit)
      const { count } = await db.selectFrom(some.as('some')).select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
      return count
    },

    async findUndelivered(organizationId, id) {
      const row = await dead(organizationId).where('outbox.id', '=', id).executeTakeFirst()
      return row === undefined ? null : undeliveredOf(row)
    },

    async listAdministrators(organizationId) {
      const cohorts = await loadCohorts(db, organizationId, await loadRoles(db, organizationId))
      const ids = cohorts.filter(({ roles }) => roles.some(({ mayAdminister }) => mayAdminister)).map(({ id }) => id)
      if (ids.length === 0) return []
      return await db
        .selectFrom('nightlatch_user')
        .select(['id', 'organization_id as organizationId', 'email'])
        .where('organization_id', '=', organizationId)
        .where('cohort', 'in', ids)
        .where('deactivated_at', 'is', null)
        .orderBy('id')
        .limit(MOST_TOLD)
        .execute()
    },
  }
}

function undeliveredOf(row: OutboxTable & { user_name: string }): Undelivered {
  return {
    notice: noticeOf(row),
    userName: row.user_name,
    attempts: row.attempts,
    deadAt: row.dead_at ?? row.created_at,
    failure: row.failure ?? 'other',
    answer: row.answer ?? '',
  }
}
