import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBackupCode, newBackupCode, newCode, parseBackupCode, parseSixDigits } from '../../src/engine/code.ts'
import { anyText } from '../support/any-text.ts'

const SEPARATORS = [' ', '-', '\u00A0', '\u202F', '\u2011', '\u2013', '\u2212', '\u200B', '\u00AD', '\t', '\n']
const separators = fc.array(fc.constantFrom(...SEPARATORS), { maxLength: 3 }).map((some) => some.join(''))

/** The text with separators strewn in anywhere, its ends included. */
const strewn = (text: string) =>
  fc
    .array(separators, { minLength: text.length + 1, maxLength: text.length + 1 })
    .map((gaps) => gaps.map((gap, index) => gap + text.charAt(index)).join(''))

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

describe('newCode', () => {
  it('keeps leading zeros', () => {
    expect(newCode(() => uint32(42))).toBe('000042')
  })

  it('draws again where low codes would become likelier than high ones', () => {
    const draws = [4_294_967_295, 4_294_000_000, 4_293_999_999].map(uint32)
    expect(newCode(() => draws.shift()!)).toBe('999999')
    expect(draws).toEqual([])
  })

  it('makes each first digit about as often', () => {
    const counts = Array.from({ length: 10 }, () => 0)
    for (let round = 0; round < 20_000; round += 1) counts[Number(newCode(randomBytes).charAt(0))]! += 1
    // 2000 expected; six standard deviations (42) either side.
    expect(Math.min(...counts)).toBeGreaterThan(1745)
    expect(Math.max(...counts)).toBeLessThan(2255)
  })
})

describe('parseSixDigits', () => {
  it('forgives spaces, hyphens and invisible marks anywhere', () => {
    const typed = fc.integer({ min: 0, max: 999_999 }).chain((number) => {
      const code = String(number).padStart(6, '0')
      return strewn(code).map((typed) => ({ code, typed }))
    })
    fc.assert(fc.property(typed, ({ code, typed }) => { expect(parseSixDigits(typed)).toBe(code) }))
  })

  it.each([
    '', '12345', '1234567', '12345a', '１２３４５６', '١٢٣٤٥٦', '1.23456', '+12345', '1e5000', '0x1234', '12345\u0661', '123456;123457',
  ])('refuses %j', (typed) => {
    expect(parseSixDigits(typed)).toBeNull()
  })

  it.each([[null], [undefined], [[]], [['123456']], [true], [123456], [{ $ne: '' }]])('refuses %j, which is no string', (typed) => {
    expect(parseSixDigits(typed)).toBeNull()
  })

  it('gives six ASCII digits or null for anything at all', () => {
    const anything = fc.oneof(fc.anything(), anyText())
    fc.assert(fc.property(anything, (typed) => { expect(parseSixDigits(typed) ?? '000000').toMatch(/^[0-9]{6}$/) }))
  })
})

describe('backup codes', () => {
  const backupCode = fc.uint8Array({ minLength: 10, maxLength: 10 }).map((bytes) => newBackupCode(() => bytes))

  it('use every one of their 80 bits', () => {
    const asked: number[] = []
    newBackupCode((count) => (asked.push(count), randomBytes(count)))
    expect(asked).toEqual([10])
    const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
    fc.assert(
      fc.property(tenBytes, fc.nat(79), (bytes, bit) => {
        const flipped = bytes.slice()
        flipped[bit >> 3]! ^= 1 << (bit & 7)
        expect(newBackupCode(() => flipped)).not.toBe(newBackupCode(() => bytes))
      }),
    )
  })

  it('are shown in four groups of four', () => {
    expect(formatBackupCode('7XK2M9QD04TFVR5H')).toBe('7XK2-M9QD-04TF-VR5H')
  })

  it('are read back as shown, in small letters, and with separators anywhere', () => {
    fc.assert(
      fc.property(
        backupCode.chain((code) => strewn(code).map((typed) => ({ code, typed }))),
        ({ code, typed }) => {
          expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/)
          expect(parseBackupCode(formatBackupCode(code))).toBe(code)
          expect(parseBackupCode(typed.toLowerCase())).toBe(code)
        },
      ),
    )
  })

  it('are read back when O is written for 0, and I or L for 1', () => {
    expect(parseBackupCode('oO00-iI11-lL11-7XK2')).toBe('000011111111'.concat('7XK2'))
  })

  it.each([
    '', '7XK2-M9QD-04TF-VR5', '7XK2-M9QD-04TF-VR5HH', 'UXK2-M9QD-04TF-VR5H', 'uXK2-M9QD-04TF-VR5H', '7XK2_M9QD_04TF_VR5H',
    'ıXK2-M9QD-04TF-VR5H', 'ſXK2-M9QD-04TF-VR5H', '７XK2-M9QD-04TF-VR5H', '123456',
  ])('are not %j', (typed) => {
    expect(parseBackupCode(typed)).toBeNull()
  })

  it('are canonical or null for anything at all', () => {
    const anything = fc.oneof(fc.anything(), anyText(), fc.string({ minLength: 16, maxLength: 16 }))
    fc.assert(
      fc.property(anything, (typed) => {
        const code = parseBackupCode(typed)
        expect(parseBackupCode(code)).toBe(code)
        expect(code ?? '0'.repeat(16)).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/)
      }),
    )
  })
})
