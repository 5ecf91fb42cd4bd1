import { type Kysely, sql } from 'kysely'
import type { AdministrationStore } from '../engine/administration-ports.ts'
import { momentKey, readMoment } from '../engine/moment.ts'
import type { Undelivered } from '../engine/outbox.ts'
import type { OutboxTable } from './mail-tables.ts'
import { noticeOf } from './outbox.ts'
import type { Schema } from './schema.ts'

/** Notices that were given up. */
export function undeliveredQueries(db: Kysely<Schema>): Pick<AdministrationStore, 'listUndelivered' | 'findUndelivered'> {
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
      const from = readMoment(before)
      const rows = await dead(organizationId)
        .$if(from !== null, (query) => query.where(sql<boolean>`(outbox.dead_at, outbox.id) < (${from?.at}, ${from?.id})`))
        .orderBy('outbox.dead_at', 'desc')
        .orderBy('outbox.id', 'desc')
        .limit(limit + 1)
        .execute()
      const notices = rows.slice(0, limit).map(undeliveredOf)
      const last = notices.at(-1)
      return { notices, next: last === undefined || rows.length <= limit ? null : momentKey({ at: last.deadAt, id: last.notice.id }) }
    },

    async findUndelivered(organizationId, id) {
      const row = await dead(organizationId).where('outbox.id', '=', id).executeTakeFirst()
      return row === undefined ? null : undeliveredOf(row)
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
