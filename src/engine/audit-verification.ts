import type { Keyring } from '../crypto/keyring.ts'
import { type AttestedLink, type ChainEnd, GENESIS, isAttested, isLinked, type Link, type SealedRecord } from './audit-chain.ts'

/** Commits take seconds and clocks of nodes differ by two: what is older than this when it is sealed was not there before. */
const LATE_SECONDS = 5 * 60

/** What is wrong with a chain, and where. */
export type AuditFinding =
  | { kind: 'changed'; record: SealedRecord } // its text, or it stands where another was sealed
  | { kind: 'inserted'; record: SealedRecord } // at a place that was never given to a row
  | { kind: 'back-dated'; record: SealedRecord } // sealed, but long after its time: it was not there then
  | { kind: 'key-missing'; record: SealedRecord }
  | { kind: 'removed'; from: number; to: number; before: SealedRecord | null; after: SealedRecord | null }
  | { kind: 'head-missing' | 'head-changed' | 'start-changed' }

export interface ChainEnds {
  start: AttestedLink | null // null: retention removed nothing yet
  head: AttestedLink | null
}

/**
 * Walks one chain. Give `judge` all its sealed rows, by sequence, then ask
 * `end`; nothing is kept but the last two links.
 *
 * After a row that is wrong the next is not blamed for what it can't follow.
 */
export function createChainVerifier(organizationId: string | null, { start, head }: ChainEnds, keyring: Keyring) {
  const isHeadTrue = head !== null && isTrue('head', head)
  let last: Link = start ?? GENESIS
  let beforeLast: Link | null = null
  let lastRecord: SealedRecord | null = null
  let isLastSure = true
  let newestAt = 0

  function isTrue(end: ChainEnd, link: AttestedLink): boolean {
    return hasKey(link.keyId) && isAttested(end, organizationId, link, keyring)
  }

  function hasKey(id: string): boolean {
    return keyring.all.some((key) => key.id === id)
  }

  function follows(link: Link, record: SealedRecord): boolean {
    return record.sequence === link.sequence + 1 && hasKey(record.keyId) && isLinked(link.hash, record, keyring)
  }

  function judge(record: SealedRecord): AuditFinding[] {
    if (record.sequence <= last.sequence) return judgeSecond(record)
    const isLinkedHere = follows(last, record)
    if (!isLinkedHere && isHeadTrue && record.sequence > head.sequence) return [{ kind: 'inserted', record }]

    const findings: AuditFinding[] = []
    const isNext = record.sequence === last.sequence + 1
    if (!isNext) findings.push({ kind: 'removed', from: last.sequence + 1, to: record.sequence - 1, before: lastRecord, after: record })
    if (isNext && !isLinkedHere && isLastSure) findings.push({ kind: hasKey(record.keyId) ? 'changed' : 'key-missing', record })
    if (isLinkedHere && record.at < newestAt - LATE_SECONDS) findings.push({ kind: 'back-dated', record })

    isLastSure = isLinkedHere || (isNext && !isLastSure)
    if (isLinkedHere) newestAt = Math.max(newestAt, record.at)
    beforeLast = last
    last = record
    lastRecord = record
    return findings
  }

  /** A row at a place that another has: one of the two is true. */
  function judgeSecond(record: SealedRecord): AuditFinding[] {
    const isTrueOne = beforeLast !== null && follows(beforeLast, record)
    if (!isTrueOne) return [{ kind: 'inserted', record }]
    last = record
    lastRecord = record
    isLastSure = true
    return []
  }

  return {
    judge,

    /** What is wrong with the ends. */
    end(): AuditFinding[] {
      const findings: AuditFinding[] = []
      if (start !== null && !isTrue('start', start)) findings.push({ kind: 'start-changed' })
      if (head === null) return last.sequence === 0 ? findings : [...findings, { kind: 'head-missing' }]
      const isPassed = last.sequence > head.sequence || (last.sequence === head.sequence && isLastSure && last.hash !== head.hash)
      if (!isHeadTrue || isPassed) findings.push({ kind: 'head-changed' })
      else if (head.sequence > last.sequence) findings.push({ kind: 'removed', from: last.sequence + 1, to: head.sequence, before: lastRecord, after: null })
      return findings
    },
  }
}
