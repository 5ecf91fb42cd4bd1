import { createAuditSealer } from '../../src/audit-sealer.ts'
import { generateKey, type Keyring, parseKeyring } from '../../src/crypto/keyring.ts'
import type { AuditEvent } from '../../src/engine/audit.ts'
import type { Link } from '../../src/engine/audit-chain.ts'
import { readAuditChains } from '../../src/store/audit-chains.ts'
import { type AuditSealStore, auditSealQueries } from '../../src/store/audit-seals.ts'
import { verifyAudit } from '../../src/commands/verify-audit.ts'
import { anAuditEvent, anId, NOW } from '../support/builders.ts'
import type { TestDatabaseName } from '../support/test-databases.ts'
import { openStore } from './open-store.ts'

export const MINUTE = 60

export type TestAuditLog = Awaited<ReturnType<typeof openAuditLog>>

/** A store with its sealer, and with short ways to write to the audit log and to verify it. */
export async function openAuditLog(name: TestDatabaseName) {
  let keyring: Keyring = parseKeyring(generateKey('one'))
  const world = await openStore(name, () => keyring)
  const seals = auditSealQueries(world.db)
  const logged: { facts: Record<string, unknown>; message: string }[] = []
  const log = { info: keep, error: keep }
  let now = NOW

  function keep(facts: object, message = ''): void {
    logged.push({ facts: { ...facts }, message })
  }

  return {
    ...world,
    seals,
    logged,
    get keyring() {
      return keyring
    },
    use(keys: Keyring): void {
      keyring = keys
    },
    now: () => now,
    advance: (seconds: number) => void (now += seconds),

    /** Another node: a sealer over this database, or over `seals`. */
    sealer: (store: AuditSealStore = seals) => createAuditSealer({ seals: store, keyring, clock: () => now, log, holder: anId() }),

    async seal(): Promise<void> {
      await this.sealer().seal()
    },

    /** Events a second apart, up to now; returns their ids. */
    async add(organizationId: string | null, count: number, facts: Partial<AuditEvent> = {}): Promise<string[]> {
      const events = Array.from({ length: count }, (_, n) => anAuditEvent({ at: now - count + 1 + n, subjectId: null, actorId: null, ...facts }))
      await world.must(organizationId, ...events.map((event) => ({ kind: 'audit.append' as const, event })))
      return events.map(({ id }) => id)
    },

    async rowsOf(organizationId: string | null) {
      const where = organizationId === null ? 'is' : '='
      return await world.db.selectFrom('nightlatch_audit_event').selectAll().where('organization_id', where, organizationId).orderBy('sequence').orderBy('id').execute()
    },

    async headOf(organizationId: string): Promise<Link> {
      const rows = await this.rowsOf(organizationId)
      const last = rows.at(-1)
      return { sequence: last?.sequence ?? 0, hash: last?.hash ?? '' }
    },

    /** What the command says: its lines, and what it counts. */
    async verify(organizationId: string | null = null, heads: readonly Link[] = []) {
      const lines: string[] = []
      const verdict = await readAuditChains(world.db, (chains) =>
        verifyAudit(chains, { keyring, now, organizationId, heads, say: (line) => void lines.push(line) }),
      )
      return { ...verdict, lines }
    },
  }
}
