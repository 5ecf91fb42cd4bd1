import type { Kysely } from 'kysely'
import type { AdministrationStore } from '../engine/administration-ports.ts'
import type { EpochSeconds } from '../engine/model.ts'
import type { Reminder } from '../engine/reminder.ts'
import { always, type Appliers, changesOne, type Tx } from './applier.ts'
import { addNotice } from './outbox.ts'
import type { Schema } from './schema.ts'

export interface ReminderTable {
  id: string
  organization_id: string
  actor_id: string
  view: string // JSON
  address: string
  agent: string
  asked_at: EpochSeconds
  stage: number
  after: string | null
  sent: number
  finished_at: EpochSeconds | null
}

export function reminderQueries(db: Kysely<Schema>): Pick<AdministrationStore, 'nextReminder'> {
  return {
    async nextReminder() {
      const row = await db.selectFrom('nightlatch_reminder').selectAll().where('finished_at', 'is', null).orderBy('asked_at').orderBy('id').limit(1).executeTakeFirst()
      return row === undefined ? null : reminderOf(row)
    },
  }
}

export const reminderAppliers = {
  'reminder.begin': (tx, organizationId, { reminder }) => {
    const { id, actorId, view, client, askedAt, stage, after } = reminder
    const { address, agent } = client
    const asked = { id, organization_id: organizationId, actor_id: actorId, view: JSON.stringify(view), address, agent, asked_at: askedAt }
    return always(tx.insertInto('nightlatch_reminder').values({ ...asked, stage, after, sent: 0, finished_at: null }))
  },

  'reminder.go-on': async (tx, organizationId, { reminder, to, people, since, at }) => {
    const isFirst = await changesOne(
      tx
        .updateTable('nightlatch_reminder')
        .set({ stage: to.stage, after: to.after, finished_at: to.isFinished ? at : null })
        .where('organization_id', '=', organizationId)
        .where('id', '=', reminder.id)
        .where('finished_at', 'is', null)
        .where('stage', '=', reminder.stage)
        .where('after', reminder.after === null ? 'is' : '=', reminder.after),
    )
    if (!isFirst) return false
    let sent = 0
    for (const notice of people) {
      if (!(await remindOnce(tx, organizationId, notice.userId, since, at))) continue
      sent++
      await addNotice(tx, organizationId, notice)
    }
    return await always(
      tx
        .updateTable('nightlatch_reminder')
        .set((eb) => ({ sent: eb('sent', '+', sent) }))
        .where('organization_id', '=', organizationId)
        .where('id', '=', reminder.id),
    )
  },
} satisfies Partial<Appliers>

/** Whoever was reminded since is passed over, also when two administrators remind in the same moment. */
function remindOnce(tx: Tx, organizationId: string, userId: string, since: EpochSeconds, at: EpochSeconds): Promise<boolean> {
  return changesOne(
    tx
      .updateTable('nightlatch_user')
      .set({ reminded_at: at })
      .where('organization_id', '=', organizationId)
      .where('id', '=', userId)
      .where('deactivated_at', 'is', null)
      .where((eb) => eb.or([eb('reminded_at', 'is', null), eb('reminded_at', '<=', since)])),
  )
}

function reminderOf(row: ReminderTable): Reminder {
  return {
    id: row.id,
    organizationId: row.organization_id,
    actorId: row.actor_id,
    view: JSON.parse(row.view),
    client: { address: row.address, agent: row.agent },
    askedAt: row.asked_at,
    stage: row.stage,
    after: row.after,
    sent: row.sent,
  }
}
