import type { Keyring } from './crypto/keyring.ts'
import { asksForSignatures, type AttestedLink, type AuditRecord, GENESIS, isAttested, isSigned, linkAll } from './engine/audit-chain.ts'
import type { Clock } from './engine/ports.ts'
import type { UpkeepLog } from './log.ts'
import type { AuditSealStore } from './store/audit-seals.ts'

const TIMER_MILLISECONDS = 5_000
const BATCH = 100 // rows a transaction: on SQLite, sign-ins wait for no more than a few milliseconds
const MOST_ROUNDS = 200 // in one run; the rest waits for the next
const LEASE = 'audit-sealer'
const LEASE_SECONDS = 60 // a node that stopped while it sealed has lost the lease by then
const HEAD_SECONDS = 60

/** Gives committed audit rows their places in the chains, apart from the requests that wrote them. */
export interface AuditSealer {
  start(): void
  /** Seals what waits now, unless another node does it; joins a run that is underway. Never rejects: what fails is logged and tried again. */
  seal(): Promise<void>
  /** Seals what waits one last time, and starts nothing more. */
  stop(): Promise<void>
}

/** @param holder - the name of this node, in the lease */
export function createAuditSealer({ seals, keyring, clock, log, holder }: {
  seals: AuditSealStore
  keyring: Keyring
  clock: Clock
  log: UpkeepLog
  holder: string
}): AuditSealer {
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let headsLoggedAt = Number.NEGATIVE_INFINITY
  const unfit = new Map<string | null, number>() // rows of a chain that are not sealed, as it was logged last
  const newHeads = new Map<string | null, AttestedLink>() // since they were logged

  function seal(): Promise<void> {
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  async function run(): Promise<void> {
    try {
      if ((await seals.unsealedChains()).length > 0) await sealRounds()
    } catch (error) {
      log.error({ err: error }, 'audit rows could not be sealed; they wait')
    }
    if (clock() - headsLoggedAt >= HEAD_SECONDS) logHeads()
  }

  /** One batch of each chain after the other, so that a busy organization makes no other wait. */
  async function sealRounds(): Promise<void> {
    const refused = new Set<string | null>()
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (!(await seals.takeLease(LEASE, holder, clock(), LEASE_SECONDS))) return
      const waiting = (await seals.unsealedChains()).filter((organizationId) => !refused.has(organizationId))
      if (waiting.length === 0) break
      for (const organizationId of waiting) {
        if (!(await sealBatch(organizationId))) refused.add(organizationId)
      }
    }
    await seals.endLease(LEASE, holder)
  }

  /** False: this chain has to wait, for the next run or for somebody who looks. The others go on. */
  async function sealBatch(organizationId: string | null): Promise<boolean> {
    let refused = 0
    try {
      const outcome = await seals.sealNext(organizationId, BATCH, (head, records) => {
        // What somebody put in the place of the head is not built upon, for then all after it would look true.
        if (head !== null && !isAttested('head', organizationId, head, keyring)) throw new Error('the head of this audit chain was changed: run verify-audit')
        const fit = fitToSeal(organizationId, head, records)
        refused += records.length - fit.length
        return fit.length === 0 ? null : linkAll(head ?? GENESIS, fit, organizationId, keyring.newest)
      })
      noteUnfit(organizationId, refused)
      if (outcome.kind === 'sealed') newHeads.set(organizationId, outcome.head)
      return outcome.kind === 'sealed'
    } catch (error) {
      log.error({ err: error, organizationId }, 'audit rows of an organization could not be sealed; they wait')
      return false
    }
  }

  /** Those that a server signed; before the first of these, a chain may hold what is older than signatures. */
  function fitToSeal(organizationId: string | null, head: AttestedLink | null, records: readonly AuditRecord[]): AuditRecord[] {
    let isAsked = asksForSignatures(organizationId, head, keyring)
    return records.filter((record) => {
      if (record.signature === null) return !isAsked
      isAsked = true
      return isSigned(record, keyring)
    })
  }

  function noteUnfit(organizationId: string | null, count: number): void {
    if (count > 0 && unfit.get(organizationId) !== count) log.error({ organizationId, count }, 'audit rows that no server wrote are not sealed: run verify-audit')
    unfit.set(organizationId, count)
  }

  /** Logs are kept elsewhere: what they remember, a cut tail can't take away. */
  function logHeads(): void {
    if (newHeads.size === 0) return
    for (const [organizationId, { sequence, hash }] of newHeads) log.info({ organizationId, sequence, hash }, 'the head of the audit log')
    newHeads.clear()
    headsLoggedAt = clock()
  }

  return {
    seal,
    start() {
      timer ??= setInterval(() => void seal(), TIMER_MILLISECONDS).unref()
    },
    async stop() {
      clearInterval(timer)
      await running
      await seal()
      logHeads()
    },
  }
}
