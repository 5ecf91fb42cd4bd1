import { Kysely } from 'kysely'
import { type AuditSealer, createAuditSealer } from './audit-sealer.ts'
import { type OpenStore, systemRandom } from './core.ts'
import type { Keyring } from './crypto/keyring.ts'
import type { Database } from './databases/index.ts'
import type { Clock } from './engine/ports.ts'
import { auditSealQueries } from './store/audit-seals.ts'
import type { Schema } from './store/schema.ts'

const HOUSEKEEPING_MILLISECONDS = 10 * 60 * 1000

/** What goes on beside the requests, in every shape: audit rows are sealed, and what has expired is removed. */
export interface Upkeep {
  auditSealer: AuditSealer
  start(): void
  /** Seals what waits, starts nothing more, and waits for what is underway. */
  stop(): Promise<void>
}

export function createUpkeep({ database, store, keyring, clock, log }: {
  database: Database
  store: Pick<OpenStore, 'deleteExpired'>
  keyring: Keyring
  clock: Clock
  log: Parameters<typeof createAuditSealer>[0]['log']
}): Upkeep {
  const seals = auditSealQueries(new Kysely<Schema>({ dialect: database.dialect }))
  const auditSealer = createAuditSealer({ seals, keyring, clock, log, holder: systemRandom.id() })
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
    start() {
      timer ??= setInterval(tidy, HOUSEKEEPING_MILLISECONDS).unref()
      auditSealer.start()
    },
    async stop() {
      clearInterval(timer)
      await tidying
      await auditSealer.stop()
    },
  }
}
