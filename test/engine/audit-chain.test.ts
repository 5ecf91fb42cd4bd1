import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateKey, MissingKeyError, parseKeyring } from '../../src/crypto/keyring.ts'
import { lengthPrefixed } from '../../src/crypto/length-prefix.ts'
import { attest, canonicalForm, GENESIS, isAttested, isAsSealed, linkAfter } from '../../src/engine/audit-chain.ts'
import { anAuditRecord, anyAuditRecord } from './audit-rows.ts'

const keyring = parseKeyring(generateKey('one'))
const key = keyring.newest

/** Reads a form back: what can be read back is shared by no two rows. */
function readForm(bytes: Uint8Array) {
  const texts: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = Buffer.from(bytes).readUInt32BE(at)
    texts.push(Buffer.from(bytes.subarray(at + 4, at + 4 + length)).toString('utf16le'))
    at += 4 + length
  }
  const [id = '', organization = '', at, action = '', result = '', actor = '', subject = '', method = '', detail = '', address = '', agent = '', ...rest] = texts
  const orNull = (text: string) => (text === '-' ? null : text.slice(1))
  expect(rest).toEqual([])
  return {
    id, action, result, detail, address, agent,
    organizationId: orNull(organization),
    at: Number(at),
    actorId: orNull(actor),
    subjectId: orNull(subject),
    method: orNull(method),
    signature: null,
  }
}

describe('The canonical form', () => {
  it('can be read back, whatever the row holds', () => {
    fc.assert(
      fc.property(anyAuditRecord, (record) => {
        expect(readForm(lengthPrefixed(canonicalForm(record)))).toEqual(record)
      }),
    )
  })

  it('differs where two rows differ', () => {
    fc.assert(
      fc.property(anyAuditRecord, anyAuditRecord, fc.subarray(Object.keys(anAuditRecord()), { minLength: 1 }), (one, other, fields) => {
        const changed = { ...one, ...Object.fromEntries(fields.map((field) => [field, other[field as keyof typeof other]])) }
        const isSame = JSON.stringify(Object.entries(changed).toSorted()) === JSON.stringify(Object.entries(one).toSorted())
        expect(Buffer.compare(lengthPrefixed(canonicalForm(changed)), lengthPrefixed(canonicalForm(one))) === 0).toBe(isSame)
      }),
    )
  })

  it.each([
    ['a letter that moves to the next field', { address: 'ab', agent: 'c' }, { address: 'a', agent: 'bc' }],
    ['nothing and the empty text', { method: null }, { method: '' }],
    ['nothing and the sign for it', { method: null }, { method: '-' }],
    ['actor and subject in each other’s place', { actorId: 'a', subjectId: 'b' }, { actorId: 'b', subjectId: 'a' }],
    ['two lone surrogates', { agent: '\ud800' }, { agent: '\udc00' }],
  ])('tells apart %s', (_, one, other) => {
    expect(canonicalForm(anAuditRecord(one))).not.toEqual(canonicalForm(anAuditRecord({ ...one, ...other })))
  })
})

describe('A link', () => {
  const record = anAuditRecord()
  const first = linkAfter(GENESIS, record, key)
  const second = linkAfter(first, anAuditRecord({ id: 'second' }), key)

  it('counts from one, and names its key', () => {
    expect(first).toEqual({ sequence: 1, previousHash: '', hash: expect.stringMatching(/^[\w-]{43}$/), keyId: 'one' })
    expect(second.sequence).toBe(2)
  })

  it('holds for this row, at this place, after this row', () => {
    const sealed = { ...anAuditRecord({ id: 'second' }), ...second }
    expect(isAsSealed(sealed, keyring)).toBe(true)
    expect(isAsSealed({ ...sealed, previousHash: GENESIS.hash }, keyring)).toBe(false)
    expect(isAsSealed({ ...sealed, sequence: 3 }, keyring)).toBe(false)
    expect(isAsSealed({ ...sealed, organizationId: 'another' }, keyring)).toBe(false)
    expect(isAsSealed({ ...sealed, hash: first.hash }, keyring)).toBe(false)
  })

  it('holds under the key that made it, and no other that has its name', () => {
    const sealed = { ...record, ...first }
    expect(isAsSealed(sealed, parseKeyring(generateKey('one')))).toBe(false)
    expect(() => isAsSealed(sealed, parseKeyring(generateKey('two')))).toThrow(MissingKeyError)
  })
})

describe('An attested end', () => {
  const head = attest('head', 'organization-1', { sequence: 7, hash: 'h' }, key)

  it('holds for this end of this chain, at this place', () => {
    expect(isAttested('head', 'organization-1', head, keyring)).toBe(true)
    expect(isAttested('start', 'organization-1', head, keyring)).toBe(false)
    expect(isAttested('head', 'organization-2', head, keyring)).toBe(false)
    expect(isAttested('head', null, head, keyring)).toBe(false)
    expect(isAttested('head', 'organization-1', { ...head, sequence: 6 }, keyring)).toBe(false)
    expect(isAttested('head', 'organization-1', { ...head, hash: 'g' }, keyring)).toBe(false)
    expect(isAttested('head', 'organization-1', head, parseKeyring(generateKey('one')))).toBe(false)
  })
})
