import * as fc from 'fast-check'
import { Secret } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { CROCKFORD, decodeBase32, encodeBase32 } from '../../src/crypto/base32.ts'
import { anyText } from '../support/any-text.ts'

const bytes = fc.uint8Array({ maxLength: 64 })

describe('base 32', () => {
  // RFC 4648 §10, without the padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes %j as %j', (text, written) => {
    expect(encodeBase32(Buffer.from(text))).toBe(written)
    expect(Buffer.from(decodeBase32(written)!).toString()).toBe(text)
  })

  it('agrees with an independent maker and reads back what it wrote', () => {
    fc.assert(
      fc.property(bytes, (bytes) => {
        const written = encodeBase32(bytes)
        expect(written).toBe(new Secret({ buffer: bytes.slice().buffer }).base32)
        expect(decodeBase32(written)).toEqual(bytes)
      }),
    )
  })

  it('reads small letters and padding', () => {
    expect(Buffer.from(decodeBase32('mzxw6===')!).toString()).toBe('foo')
  })

  it.each(['A', 'ABC', 'ABCDEF', 'MZ', 'M1', 'MZ XQ', 'M=Y', 'MZXWı', 'MY\n'])('refuses %j', (text) => {
    expect(decodeBase32(text)).toBeNull()
  })

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(anyText(), (text) => { expect(decodeBase32(text) ?? new Uint8Array()).toBeInstanceOf(Uint8Array) }))
  })

  it('writes ten bytes as sixteen characters in the alphabet for people', () => {
    expect(encodeBase32(new Uint8Array(10), CROCKFORD)).toBe('0'.repeat(16))
    expect(encodeBase32(new Uint8Array(10).fill(255), CROCKFORD)).toBe('Z'.repeat(16))
  })
})
