import { ConfigError, readConfig } from '../config.ts'
import { systemClock } from '../core.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { GENESIS, type Link } from '../engine/audit-chain.ts'
import { type AuditFinding, createChainVerifier } from '../engine/audit-verification.ts'
import type { EpochSeconds } from '../engine/model.ts'
import { type AuditChains, readAuditChains } from '../store/audit-chains.ts'
import { describeFinding, describeRecord } from './audit-report.ts'
import { type AddCommand, fail } from './command.ts'
import { counted } from './counted.ts'
import { keysOf, withDatabase } from './opening.ts'

const WAIT_SECONDS = 5 * 60 // a row is sealed within seconds, unless no server runs
const MOST_LINES = 20 // a chain: what goes wrong a thousand times is one thing

export const verifyAuditCommand: AddCommand = (program) =>
  program
    .command('verify-audit')
    .description('find what was changed in, removed from or inserted into the audit log; changes nothing')
    .option('--head <sequence:hash...>', 'from the log of the server: each must still be there, or the end was cut off')
    .option('--organization <id>', 'this organization alone')
    .action(async ({ head = [], organization: organizationId = null }: { head?: string[]; organization?: string | null }) => {
      const config = readConfig(process.env)
      const keyring = keysOf(config)
      const heads = head.map(headOrError)
      const asked = { keyring, now: systemClock(), organizationId, heads, say: console.error }
      const { events, chains, problems } = await withDatabase(config, (db) => readAuditChains(db, (log) => verifyAudit(log, asked)))
      const what = `${counted(events, 'event')} in ${counted(chains, 'chain')}`
      if (problems === 0) return console.log(`${what}, intact`)
      fail(`${what}: ${counted(problems, 'problem')}`)
    })

export interface AuditVerdict {
  events: number
  chains: number
  problems: number
}

/**
 * Verifies the audit log, or one organization's, in constant memory, and says
 * what is wrong, a line each.
 *
 * @param heads - from the log of the server: each must still be in its chain
 */
export async function verifyAudit(
  log: AuditChains,
  { keyring, now, organizationId, heads, say }: {
    keyring: Keyring
    now: EpochSeconds
    organizationId: string | null // null: all, and the rows of none
    heads: readonly Link[]
    say(line: string): void
  },
): Promise<AuditVerdict> {
  const verdict: AuditVerdict = { events: 0, chains: 0, problems: 0 }
  const missing = new Set(heads)
  const see = (link: Link) => {
    for (const head of missing) if (head.sequence === link.sequence && head.hash === link.hash) missing.delete(head)
  }

  async function verifyChain(id: string | null): Promise<void> {
    const ends = await log.ends(id)
    const verifier = createChainVerifier(id, ends, keyring)
    let count = 0
    let problems = 0
    const tell = (finding: AuditFinding) => {
      if (problems++ < MOST_LINES) say(describeFinding(finding, id))
    }
    see(ends.start ?? GENESIS)
    for await (const records of log.sealedRows(id)) {
      for (const record of records) {
        verifier.judge(record).forEach(tell)
        see(record)
      }
      count += records.length
    }
    verifier.end().forEach(tell)
    let waiting = 0
    for await (const records of log.unsealedRows(id)) {
      for (const record of records) {
        const forged = verifier.judgeUnsealed(record)
        forged.forEach(tell)
        if (forged.length > 0 || record.at >= now - WAIT_SECONDS || ++waiting > MOST_LINES) continue
        say(`warning: ${describeRecord(record, id)} is not sealed yet: does a server run, and what does it log?`)
      }
    }
    if (organizationId !== null && count === 0 && ends.head === null) {
      problems++
      say(`there is no audit chain of organization ${JSON.stringify(id)}`)
    }
    if (problems > MOST_LINES) say(`… and ${problems - MOST_LINES} more in this chain`)
    verdict.chains++
    verdict.events += count
    verdict.problems += problems
  }

  if (organizationId !== null) await verifyChain(organizationId)
  else for await (const id of log.chains()) await verifyChain(id)

  for (const { sequence, hash } of missing) {
    verdict.problems++
    say(`removed: no chain ${organizationId === null ? '' : 'of this organization '}has the head ${sequence}:${hash}; its end was cut off after it was logged (or retention has removed it since)`)
  }
  return verdict
}

function headOrError(text: string): Link {
  const head = parseHead(text)
  if (head === null) throw new ConfigError(`--head ${text}: write it as <sequence>:<hash>, from the log of the server`)
  return head
}

/** Reads `<sequence>:<hash>`, as the server logs it; null for anything else. */
export function parseHead(text: string): Link | null {
  const [, sequence, hash] = /^([1-9]\d{0,14}):([A-Za-z0-9_-]{43})$/.exec(text) ?? []
  return sequence === undefined || hash === undefined ? null : { sequence: Number(sequence), hash }
}
