import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { saltedHash, sameHash, sha256 } from '../../src/crypto/hash.ts'

describe('sha256', () => {
  it('is SHA-256 in base64url', () => {
    // FIPS 180-4's example "abc": ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad
    expect(Buffer.from(sha256('abc'), 'base64url').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})

describe('saltedHash', () => {
  it('hides that two people were given the same code', () => {
    const [salt, otherSalt] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)]
    expect(saltedHash(salt, '7XK2M9QD04TFVR5H')).toBe(saltedHash(salt, '7XK2M9QD04TFVR5H'))
    expect(saltedHash(salt, '7XK2M9QD04TFVR5H')).not.toBe(saltedHash(otherSalt, '7XK2M9QD04TFVR5H'))
    expect(saltedHash(salt, '7XK2M9QD04TFVR5H')).not.toBe(saltedHash(salt, '7XK2M9QD04TFVR5J'))
  })
})

describe('sameHash', () => {
  it('is equality, whatever the two texts are', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(fc.property(text, text, (a, b) => { expect(sameHash(a, b)).toBe(a === b) }))
    fc.assert(fc.property(text, (a) => { expect(sameHash(a, a)).toBe(true) }))
  })
})
