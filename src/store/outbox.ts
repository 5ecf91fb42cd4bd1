import type { Kysely } from 'kysely'
import type { Notice } from '../engine/model.ts'
import type { DueNotice, OutboxStore } from '../engine/outbox.ts'
import { always, type Appliers, changesOne, type Tx } from './applier.ts'
import { prepared } from './prepared.ts'
import type { OutboxTable } from './mail-tables.ts'
import type { Schema } from './schema.ts'

const CLAIM_SECONDS = 120 // a node that stopped in the middle of sending has lost the row by then

/** The messages that commits left to be sent. */
export function outboxQueries(db: Kysely<Schema>): OutboxStore {
  return {
    async claimDue(now, limit) {
      const rows = await db
        .updateTable('nightlatch_outbox')
        .set((eb) => ({ next_attempt_at: now + CLAIM_SECONDS, attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', (eb) =>
          eb.selectFrom('nightlatch_outbox').select('id').where('next_attempt_at', '<=', now).orderBy('next_attempt_at').limit(limit),
        )
        // Asked again of the row itself: another node may have taken it since it was selected.
        .where('next_attempt_at', '<=', now)
        .returningAll()
        .execute()
      return rows.toSorted((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1)).map(dueNoticeOf)
    },

    async markSent(id, at) {
      await db.updateTable('nightlatch_outbox').set({ sent_at: at, next_attempt_at: null }).where('id', '=', id).execute()
    },

    async markFailed(id, nextAttemptAt, { failure, answer, at }) {
      await db
        .updateTable('nightlatch_outbox')
        .set({ next_attempt_at: nextAttemptAt, dead_at: nextAttemptAt === null ? at : null, failure, answer })
        .where('id', '=', id)
        .where('sent_at', 'is', null)
        .execute()
    },
  }
}

export const outboxAppliers = {
  'outbox.add': (tx, organizationId, { notice, sendAt = notice.at }) => always(insert(tx, { ...rowOf(organizationId, notice), next_attempt_at: sendAt })),

  'outbox.retry': (tx, organizationId, { id, at }) =>
    changesOne(
      tx
        .updateTable('nightlatch_outbox')
        .set({ dead_at: null, next_attempt_at: at, retried_at: at, attempts: 0 })
        .where('organization_id', '=', organizationId)
        .where('id', '=', id)
        .where('dead_at', 'is not', null)
        .where('sent_at', 'is', null),
    ),
} satisfies Partial<Appliers>

/** Many messages in one statement. */
export async function insertNotices(tx: Tx, organizationId: string, notices: readonly Notice[]): Promise<void> {
  await tx.insertInto('nightlatch_outbox').values(notices.map((notice) => rowOf(organizationId, notice))).execute()
}

/** Leaves a notice to be mailed after the commit. */
export function addNotice(tx: Tx, organizationId: string, notice: Notice): Promise<true> {
  return always(insert(tx, rowOf(organizationId, notice)))
}

function rowOf(organizationId: string, notice: Notice): OutboxTable {
  return {
    id: notice.id,
    organization_id: organizationId,
    user_id: notice.userId,
    event: notice.event,
    recipient: notice.to,
    data: JSON.stringify(notice.data),
    created_at: notice.at,
    attempts: 0,
    next_attempt_at: notice.at,
    sent_at: null,
    dead_at: null,
    retried_at: null,
    failure: null,
    answer: null,
  }
}

const insert = prepared((tx, row: OutboxTable) => tx.insertInto('nightlatch_outbox').values(row))

function dueNoticeOf(row: OutboxTable): DueNotice {
  return { notice: noticeOf(row), attempts: row.attempts, since: row.retried_at ?? row.created_at }
}

export function noticeOf(row: OutboxTable): Notice {
  return {
    id: row.id,
    organizationId: row.organization_id,
    userId: row.user_id,
    event: row.event,
    to: row.recipient,
    data: JSON.parse(row.data),
    at: row.created_at,
  }
}
