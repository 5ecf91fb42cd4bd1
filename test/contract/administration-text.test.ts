import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareText, foldedText, idInNameKey, nameKeyOf, wordsOf } from '../../src/store/folded-text.ts'

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('a', 'é', '\uFFFD', '😀', '\u{10FFFF}', ' ') }))

/** Half of a pair is stored as another character. */
const isBroken = (text: string) => /\p{Cs}/u.test(text)

describe('names and words', () => {
  it('are ordered as both databases order them, byte by byte', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(!isBroken(a) && !isBroken(b))
        expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
    )
  })

  it('lead back to the user, whatever the name', () => {
    fc.assert(
      fc.property(text, fc.uuid(), (name, id) => {
        const key = nameKeyOf(name, id)
        expect(idInNameKey(key)).toBe(id)
        expect(key.length).toBeLessThanOrEqual(160 + 1 + 36)
      }),
    )
  })

  it('are folded once and for all', () => {
    fc.assert(fc.property(text, (name) => void expect(foldedText(foldedText(name))).toBe(foldedText(name))))
  })

  it('hold nothing that a pattern or a space could be taken for', () => {
    fc.assert(fc.property(text, (name) => void expect(wordsOf(name).join('')).not.toMatch(/[%_\\\s]/)))
  })

  it('are found in names, addresses and all scripts', () => {
    expect(wordsOf('Zoë O’Brien-Ng', 'z.brien_2@harbor.org')).toEqual(['zoe', 'o', 'brien', 'ng', 'z', '2', 'harbor', 'org'])
    expect(wordsOf('龍 王', 'Ангелина')).toEqual(['龍', '王', 'ангелина'])
    expect(wordsOf('', '@')).toEqual([])
  })
})
