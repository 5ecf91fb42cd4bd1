import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateKey, MissingKeyError, parseKeyring } from '../../src/crypto/keyring.ts'
import { createSeal, SealBrokenError } from '../../src/crypto/seal.ts'
import { anyText } from '../support/any-text.ts'

const older = generateKey('older')
const newer = generateKey('newer')
const seal = createSeal(parseKeyring(newer))
const place = ['organization', 'user', 'row']

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.='

const bytes = fc.uint8Array({ maxLength: 200 })
const context = fc.array(anyText({ maxLength: 8 }), { maxLength: 4 })

describe('createSeal', () => {
  it('opens what it sealed, in the place it was sealed for', () => {
    fc.assert(
      fc.property(bytes, context, (plain, context) => {
        expect(new Uint8Array(seal.open(seal.seal(plain, context), context))).toEqual(plain)
      }),
    )
    expect(seal.openText(seal.seal('+49 1512 3456789 ☎', place), place)).toBe('+49 1512 3456789 ☎')
  })

  it('refuses to open in any other place', () => {
    fc.assert(
      fc.property(context, context, (sealedFor, openedFor) => {
        fc.pre(JSON.stringify(sealedFor) !== JSON.stringify(openedFor))
        expect(() => seal.open(seal.seal('secret', sealedFor), openedFor)).toThrow(SealBrokenError)
      }),
    )
    expect(() => seal.open(seal.seal('secret', ['a', 'bc']), ['ab', 'c'])).toThrow(SealBrokenError)
  })

  it('refuses a value with any character changed', () => {
    const sealed = seal.seal('secret', place)
    for (let index = 0; index < sealed.length; index += 1) {
      for (const other of ALPHABET) {
        if (sealed[index] === other) continue
        const tampered = sealed.slice(0, index) + other + sealed.slice(index + 1)
        // Within the key's id, the change may name another key.
        expect(() => seal.open(tampered, place)).toThrow(/was altered or moved|has no key/)
      }
    }
  })

  it('refuses a value cut short, and texts that were never sealed', () => {
    const sealed = seal.seal('', place)
    expect(() => seal.open(sealed.slice(0, -1), place)).toThrow(SealBrokenError)
    fc.assert(fc.property(fc.string(), (text) => { expect(() => seal.open(text, place)).toThrow(SealBrokenError) }))
  })

  it('never gives the same text twice', () => {
    expect(seal.seal('secret', place)).not.toBe(seal.seal('secret', place))
  })

  it('goes on opening older values after a new key, which seals everything from then on', () => {
    const before = createSeal(parseKeyring(older)).seal('secret', place)
    const rotated = createSeal(parseKeyring(`${newer},${older}`))
    expect(rotated.openText(before, place)).toBe('secret')
    expect(rotated.keyIdOf(before)).toBe('older')
    expect(rotated.keyIdOf(rotated.seal('secret', place))).toBe('newer')
  })

  it('names the key that is missing instead of calling the value broken', () => {
    const before = createSeal(parseKeyring(older)).seal('secret', place)
    expect(() => seal.open(before, place)).toThrow(new MissingKeyError('older'))
    expect(seal.keyIdOf(before)).toBe('older')
  })

  it('refuses a value relabelled with the id of another key', () => {
    const both = createSeal(parseKeyring(`${newer},${older}`))
    const relabelled = both.seal('secret', place).replace('.newer.', '.older.')
    expect(() => both.open(relabelled, place)).toThrow(SealBrokenError)
  })
})
