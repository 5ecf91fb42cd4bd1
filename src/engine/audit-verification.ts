import type { Keyring } from '../crypto/keyring.ts'
import { asksForSignatures, type AttestedLink, type AuditRecord, type ChainEnd, GENESIS, isAsSealed, isAttested, isSigned, type Link, type SealedRecord } from './audit-chain.ts'

/** Commits take seconds and clocks of nodes differ by two: what is older than this when it is sealed was not there before. */
const LATE_SECONDS = 5 * 60

/** What is wrong with a chain, and where. */
export type AuditFinding =
  | { kind: 'changed'; record: SealedRecord } // its text or its place
  | { kind: 'inserted'; record: SealedRecord } // at a place that was never given to a row
  | { kind: 'back-dated'; record: SealedRecord } // sealed, but long after its time: it was not there then
  | { kind: 'forged'; record: AuditRecord } // no server wrote it, or not so
  | { kind: 'key-missing'; record: SealedRecord }
  | { kind: 'removed'; from: number; to: number; before: SealedRecord | null; after: SealedRecord | null }
  | { kind: 'head-missing' | 'head-changed' | 'start-changed' }

export interface ChainEnds {
  start: AttestedLink | null // null: retention removed nothing yet
  head: AttestedLink | null
}

/**
 * Walks one chain. Give `judge` all its sealed rows, by sequence, then ask
 * `end`; nothing is kept but the last row.
 */
export function createChainVerifier(organizationId: string | null, { start, head }: ChainEnds, keyring: Keyring) {
  const isHeadTrue = head !== null && isTrue('head', head)
  const isStartTrue = start === null || isTrue('start', start)
  let last: Link = start ?? GENESIS
  let isLastTrue = isStartTrue
  let lastRecord: SealedRecord | null = null
  let newestAt = 0
  let isSignedNow = false // each row from here on must be

  function isTrue(end: ChainEnd, link: AttestedLink): boolean {
    return hasKey(link.keyId) && isAttested(end, organizationId, link, keyring)
  }

  function hasKey(id: string): boolean {
    return keyring.all.some((key) => key.id === id)
  }

  function judge(record: SealedRecord): AuditFinding[] {
    const { sequence, keyId, previousHash, at } = record
    const isKnown = hasKey(keyId)
    const isGenuine = isKnown && isAsSealed(record, keyring)
    // Two rows at one place: the true one was sealed there, and what stood before it is named already.
    const isSecond = sequence <= last.sequence
    if (isSecond && !(isGenuine && sequence === lastRecord?.sequence)) return [{ kind: 'inserted', record }]
    if (!isGenuine && isHeadTrue && sequence > head.sequence) return [{ kind: 'inserted', record }]

    const findings: AuditFinding[] = []
    if (isGenuine && record.signature === null && isSignedNow) findings.push({ kind: 'forged', record })
    isSignedNow ||= isGenuine && record.signature !== null
    const isNext = sequence === last.sequence + 1
    if (!isNext && !isSecond) findings.push({ kind: 'removed', from: last.sequence + 1, to: sequence - 1, before: lastRecord, after: record })
    if (!isKnown) findings.push({ kind: 'key-missing', record })
    else if (!isGenuine || (isNext && isLastTrue && previousHash !== last.hash)) findings.push({ kind: 'changed', record })
    else if (at < newestAt - LATE_SECONDS) findings.push({ kind: 'back-dated', record })

    last = record
    lastRecord = record
    isLastTrue = isGenuine
    if (isGenuine) newestAt = Math.max(newestAt, at)
    return findings
  }

  return {
    judge,

    /** What is wrong with a row that has no place yet. Ask after all that have. */
    judgeUnsealed(record: AuditRecord): AuditFinding[] {
      const { signature } = record
      if (signature === null) {
        const isFromBefore = !isSignedNow && isHeadTrue && head !== null && !asksForSignatures(organizationId, head, keyring)
        return isFromBefore ? [] : [{ kind: 'forged', record }]
      }
      // Under a key that is not here it can't be told, and the sealer waits for the key.
      return !hasKey(signature.keyId) || isSigned(record, keyring) ? [] : [{ kind: 'forged', record }]
    },

    /** What is wrong with the ends. */
    end(): AuditFinding[] {
      const findings: AuditFinding[] = isStartTrue ? [] : [{ kind: 'start-changed' }]
      if (head === null) return last.sequence === 0 ? findings : [...findings, { kind: 'head-missing' }]
      const isPassed = last.sequence > head.sequence || (last.sequence === head.sequence && isLastTrue && last.hash !== head.hash)
      if (!isHeadTrue || isPassed) findings.push({ kind: 'head-changed' })
      else if (head.sequence > last.sequence) findings.push({ kind: 'removed', from: last.sequence + 1, to: head.sequence, before: lastRecord, after: null })
      return findings
    },
  }
}
