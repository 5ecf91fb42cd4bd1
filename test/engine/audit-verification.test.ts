import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { attest, GENESIS, linkAll, type SealedRecord } from '../../src/engine/audit-chain.ts'
import { type AuditFinding, type ChainEnds, createChainVerifier } from '../../src/engine/audit-verification.ts'
import { NOW } from '../support/builders.ts'
import { anAuditRecord } from './audit-rows.ts'

const keyring = parseKeyring(generateKey('one'))
const organizationId = 'organization-1'

/** A sealed chain of so many rows, a second apart. */
function chain(length: number): { rows: SealedRecord[]; ends: ChainEnds } {
  const records = Array.from({ length }, (_, n) => anAuditRecord({ id: `event-${n + 1}`, at: NOW + n }))
  const { links, head } = linkAll(GENESIS, records, organizationId, keyring.newest)
  return { rows: records.map((record, n) => ({ ...record, ...links[n]! })), ends: { start: null, head } }
}

function findings(rows: readonly SealedRecord[], ends: ChainEnds): AuditFinding[] {
  const verifier = createChainVerifier(organizationId, ends, keyring)
  return [...rows.flatMap((row) => verifier.judge(row)), ...verifier.end()]
}

/** What was found, in short: `changed 3`, `removed 4-5`. */
function found(rows: readonly SealedRecord[], ends: ChainEnds): string[] {
  return findings(rows, ends).map((finding) => {
    if ('record' in finding) return `${finding.kind} ${'sequence' in finding.record ? finding.record.sequence : finding.record.id}`
    return finding.kind === 'removed' ? `removed ${finding.from}-${finding.to}` : finding.kind
  })
}

const LENGTH = 12
const intact = chain(LENGTH)
const place = fc.integer({ min: 1, max: LENGTH })
const forged = 'x'.repeat(43)

describe('A chain', () => {
  it('of any length is intact', () => {
    for (let length = 1; length < 5; length++) expect(found(chain(length).rows, chain(length).ends)).toEqual([])
    expect(found([], { start: null, head: null })).toEqual([])
  })

  it('names the one row whose text was changed', () => {
    fc.assert(
      fc.property(place, fc.constantFrom('action', 'result', 'actorId', 'subjectId', 'method', 'detail', 'address', 'agent', 'id', 'hash', 'previousHash', 'organizationId'), (at, field) => {
        const rows = intact.rows.map((row) => (row.sequence === at ? { ...row, [field]: forged } : row))
        expect(found(rows, intact.ends)).toEqual([`changed ${at}`])
      }),
    )
  })

  it('names rows that were removed, anywhere', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        const rows = intact.rows.filter(({ sequence }) => sequence < from || sequence > to)
        expect(found(rows, intact.ends)).toEqual([`removed ${from}-${to}`])
      }),
    )
  })

  it('names a row that was put at a place beyond the newest, before the first, or beside another', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 30 }), (sequence) => {
        const stranger = { ...intact.rows[4]!, id: '~stranger', sequence }
        const rows = [...intact.rows, stranger].toSorted((a, b) => a.sequence - b.sequence)
        expect(found(rows, intact.ends)).toEqual([`inserted ${sequence}`])
      }),
    )
  })

  it('names the false one where it stands before the true one', () => {
    const stranger = { ...intact.rows[4]!, id: 'a stranger', agent: 'x' }
    const rows = [...intact.rows.slice(0, 4), stranger, ...intact.rows.slice(4)]
    const [finding, ...others] = findings(rows, intact.ends)
    expect(finding).toEqual({ kind: 'changed', record: stranger })
    expect(others).toEqual([])
  })

  it('names rows that changed places', () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        fc.pre(one !== other)
        const placeOf = (sequence: number) => (sequence === one ? other : sequence === other ? one : sequence)
        const rows = intact.rows.map((row) => ({ ...row, sequence: placeOf(row.sequence) })).toSorted((a, b) => a.sequence - b.sequence)
        expect(found(rows, intact.ends)).toEqual([Math.min(one, other), Math.max(one, other)].map((at) => `changed ${at}`))
      }),
    )
  })

  it('names a row that was sealed long after its time, and none that was committed a little late', () => {
    const sealedAs = (at: number) => {
      const records = [NOW, NOW + 900, at, NOW + 901].map((time, n) => anAuditRecord({ id: `${n}`, at: time }))
      const { links, head } = linkAll(GENESIS, records, organizationId, keyring.newest)
      return found(records.map((record, n) => ({ ...record, ...links[n]! })), { start: null, head })
    }
    expect(sealedAs(NOW + 600)).toEqual([])
    expect(sealedAs(NOW + 599)).toEqual(['back-dated 3'])
  })

  it('says that a key is missing rather than that a row was changed', () => {
    const rows = intact.rows.map((row) => (row.sequence === 3 ? { ...row, keyId: 'lost' } : row))
    expect(found(rows, intact.ends)).toEqual(['key-missing 3'])
  })

  it('begins at what retention kept, if that is true', () => {
    const start = attest('start', organizationId, intact.rows[4]!, keyring.newest)
    const kept = intact.rows.slice(5)
    expect(found(kept, { ...intact.ends, start })).toEqual([])
    expect(found(kept, { ...intact.ends, start: null })).toEqual(['removed 1-5'])
    expect(found(intact.rows.slice(6), { ...intact.ends, start: { ...start, ...intact.rows[5]! } })).toEqual(['start-changed'])
  })

  it('is not believed without its head, or with another', () => {
    const { head } = intact.ends
    expect(found(intact.rows, { start: null, head: null })).toEqual(['head-missing'])
    expect(found(intact.rows, { start: null, head: { ...head!, mac: forged } })).toEqual(['head-changed'])
    // Cut off, and the head made to fit: without a key it can't be.
    const cut = intact.rows.slice(0, -2)
    expect(found(cut, { start: null, head: { ...head!, ...cut.at(-1)! } })).toEqual(['head-changed'])
    // An older head that was true once.
    expect(found(intact.rows, chain(LENGTH - 2).ends)).toEqual(['head-changed'])
  })
})
