import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyedHash } from '../../src/crypto/keyed-hash.ts'
import { generateKey, parseKeyring } from '../../src/crypto/keyring.ts'
import { anyText } from '../support/any-text.ts'

const older = generateKey('older')
const newer = generateKey('newer')
const keyedHash = createKeyedHash(parseKeyring(`${newer},${older}`))
const beforeRotation = createKeyedHash(parseKeyring(older))

describe('createKeyedHash', () => {
  it('gives the same hash for the same parts, and another for any others', () => {
    const parts = fc.array(anyText({ maxLength: 8 }), { maxLength: 4 })
    fc.assert(
      fc.property(parts, parts, (some, others) => {
        const same = JSON.stringify(some) === JSON.stringify(others)
        expect(keyedHash.hash('code', ...some) === keyedHash.hash('code', ...others)).toBe(same)
        expect(keyedHash.matches(keyedHash.hash('code', ...some), 'code', ...others)).toBe(same)
      }),
    )
    expect(keyedHash.hash('code', 'a', 'bc')).not.toBe(keyedHash.hash('code', 'ab', 'c'))
    expect(keyedHash.hash('code', 'a')).not.toBe(keyedHash.hash('code', 'a', ''))
  })

  it('never matches a hash made for another purpose', () => {
    expect(keyedHash.matches(keyedHash.hash('phone', '+4915123456789'), 'prefix', '+4915123456789')).toBe(false)
  })

  it('tells nothing without the key', () => {
    const elsewhere = createKeyedHash(parseKeyring(generateKey('newer')))
    expect(elsewhere.hash('code', '123456')).not.toBe(keyedHash.hash('code', '123456'))
  })

  it('writes with the newest key and matches what any older key wrote', () => {
    const stored = beforeRotation.hash('code', '123456')
    expect(keyedHash.hashes('code', '123456')).toEqual([keyedHash.hash('code', '123456'), stored])
    expect(keyedHash.matches(stored, 'code', '123456')).toBe(true)
    expect(beforeRotation.matches(keyedHash.hash('code', '123456'), 'code', '123456')).toBe(false)
  })

  it('matches no text that is no hash', () => {
    fc.assert(fc.property(fc.string(), (stored) => { expect(keyedHash.matches(stored, 'code', '123456')).toBe(false) }))
  })
})
