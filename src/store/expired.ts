import { type Kysely, sql } from 'kysely'
import type { EpochSeconds } from '../engine/model.ts'
import { settleGrace } from './enrollment/settle.ts'
import type { Schema } from './schema.ts'

const DAY = 24 * 60 * 60
const BATCH = 500 // rows a statement, so that nobody waits long for a lock

const REPORT_DAYS = 400 // a year can be compared with the one before
const DAY_KEY = ['organization_id', 'day', 'country', 'provider', 'currency']

/** Since when a row of each table is of no use to any rule. */
const expiries: readonly { table: keyof Schema; key: string | readonly string[]; column: string; keepSeconds: number }[] = [
  { table: 'nightlatch_challenge', key: 'id', column: 'expires_at', keepSeconds: 0 },
  { table: 'nightlatch_one_time_token', key: 'id', column: 'expires_at', keepSeconds: 0 },
  { table: 'nightlatch_user_import', key: 'id', column: 'expires_at', keepSeconds: 0 },
  { table: 'nightlatch_one_time_token', key: 'id', column: 'used_at', keepSeconds: DAY },
  { table: 'nightlatch_recovery_pass', key: 'id', column: 'expires_at', keepSeconds: 7 * DAY }, // an administrator may ask what became of it
  { table: 'nightlatch_device', key: 'id', column: 'last_used_at', keepSeconds: 400 * DAY }, // browsers keep its cookie no longer
  { table: 'nightlatch_refusal', key: ['organization_id', 'user_id', 'route'], column: 'noted_at', keepSeconds: DAY }, // it counts for a minute
  { table: 'nightlatch_session', key: 'id', column: 'expires_at', keepSeconds: 0 },
  { table: 'nightlatch_step_up', key: 'session_id', column: 'proved_at', keepSeconds: DAY }, // it counts for minutes
  { table: 'nightlatch_sms_delivery', key: 'id', column: 'sent_at', keepSeconds: 8 * DAY }, // budgets look back a day; a receipt may be late by several
  { table: 'nightlatch_reminder', key: 'id', column: 'finished_at', keepSeconds: 30 * DAY },
  { table: 'nightlatch_outbox', key: 'id', column: 'sent_at', keepSeconds: 30 * DAY },
  { table: 'nightlatch_outbox', key: 'id', column: 'dead_at', keepSeconds: 90 * DAY }, // administrators look at these
]

/** Removes what no rule asks about any more, and keeps lists quick. */
export interface Housekeeping {
  deleteExpired(now: EpochSeconds): Promise<void>
}

export function expiredQueries(db: Kysely<Schema>): Housekeeping {
  return {
    async deleteExpired(now) {
      const organizations = await db.selectFrom('nightlatch_organization').select('id').execute()
      const owners = [...organizations.map(({ id }) => sql`organization_id = ${id}`), sql`organization_id is null`]
      for (const { table, key, column, keepSeconds } of expiries) {
        for (const isOwned of owners) {
          await inBatches(db, table, key, sql<boolean>`${isOwned} and ${sql.ref(column)} <= ${now - keepSeconds}`)
        }
      }
      const lastDay = Math.floor(now / DAY) - REPORT_DAYS
      for (const isOwned of owners) await inBatches(db, 'nightlatch_sms_day', DAY_KEY, sql<boolean>`${isOwned} and day < ${lastDay}`)
      // A place keeps its count for a day after its last wait: forgetting it sooner would give free tries back.
      const dayAgo = now - DAY
      await inBatches(db, 'nightlatch_password_try', 'key', sql<boolean>`window_started_at <= ${dayAgo} and wait_until <= ${dayAgo}`)
      await settleGrace(db, now)
    },
  }
}

async function inBatches(db: Kysely<Schema>, table: keyof Schema, key: string | readonly string[], isExpired: ReturnType<typeof sql<boolean>>): Promise<void> {
  for (;;) {
    const columns = sql.join([key].flat().map((column) => sql.ref(column)))
    // Asked again of the row itself, which may have been renewed since it was selected.
    const statement = sql`
      delete from ${sql.table(table)}
      where (${columns}) in (select ${columns} from ${sql.table(table)} where ${isExpired} limit ${BATCH}) and ${isExpired}`
    const { numAffectedRows = 0n } = await statement.execute(db)
    if (numAffectedRows < BATCH) return
  }
}
