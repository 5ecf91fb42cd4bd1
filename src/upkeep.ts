import { Kysely } from 'kysely'
import { type AuditSealer, createAuditSealer } from './audit-sealer.ts'
import { type OpenStore, systemRandom } from './core.ts'
import type { Keyring } from './crypto/keyring.ts'
import type { Database } from './databases/index.ts'
import type { Engine } from './engine/engine.ts'
import type { Clock } from './engine/ports.ts'
import type { UpkeepLog } from './log.ts'
import { createReminderWorker, type ReminderWorker } from './reminder-worker.ts'
import { auditSealQueries } from './store/audit-seals.ts'
import type { Schema } from './store/schema.ts'

const HOUSEKEEPING_MILLISECONDS = 10 * 60 * 1000

/** What goes on beside the requests, in every shape: audit rows are sealed, people reminded, and what has expired is removed. */
export interface Upkeep {
  auditSealer: AuditSealer
  reminders: ReminderWorker
  start(): void
  /** Seals what waits, starts nothing more, and waits for what is underway. */
  stop(): Promise<void>
}

export function createUpkeep({ database, store, engine, keyring, clock, log }: {
  database: Database
  store: Pick<OpenStore, 'deleteExpired' | 'nextReminder'>
  engine: Pick<Engine, 'administration'>
  keyring: Keyring
  clock: Clock
  log: UpkeepLog
}): Upkeep {
  const seals = auditSealQueries(new Kysely<Schema>({ dialect: database.dialect }))
  const holder = systemRandom.id()
  const auditSealer = createAuditSealer({ seals, keyring, clock, log, holder })
  const { remindNext } = engine.administration
  const reminders = createReminderWorker({ nextReminder: store.nextReminder, remindNext, leases: seals, clock, log, holder })
  let timer: NodeJS.Timeout | undefined
  let tidying: Promise<void> | null = null

  function tidy(): void {
    tidying ??= store
      .deleteExpired(clock())
      .catch((error: unknown) => log.error({ err: error }, 'what has expired could not be removed'))
      .finally(() => {
        tidying = null
      })
  }

  return {
    auditSealer,
    reminders,
    start() {
      timer ??= setInterval(tidy, HOUSEKEEPING_MILLISECONDS).unref()
      auditSealer.start()
      reminders.start()
    },
    async stop() {
      clearInterval(timer)
      await reminders.stop()
      await tidying
      await auditSealer.stop()
    },
  }
}
