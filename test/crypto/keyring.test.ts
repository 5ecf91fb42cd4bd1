import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { generateKey, InvalidKeyringError, MissingKeyError, parseKeyring } from '../../src/crypto/keyring.ts'

const bytes = (value: number, count = 32) => Buffer.alloc(count, value).toString('base64')
const newer = `2025-b:${bytes(2)}`
const older = `2024-a:${bytes(1)}`

function problemWith(text: string): string {
  try {
    parseKeyring(text)
  } catch (error) {
    if (error instanceof InvalidKeyringError) return error.message
    throw error
  }
  return 'none'
}

describe('parseKeyring', () => {
  it('reads keys newest first, with or without spaces and line breaks between them', () => {
    const keyring = parseKeyring(`${newer},\n  ${older}\n`)
    expect(keyring.newest.id).toBe('2025-b')
    expect(keyring.all.map((key) => key.id)).toEqual(['2025-b', '2024-a'])
    expect(keyring.find('2024-a')).toBe(keyring.all[1])
  })

  it('names a key that is missing', () => {
    expect(() => parseKeyring(newer).find('2024-a')).toThrow(MissingKeyError)
    expect(() => parseKeyring(newer).find('2024-a')).toThrow('"2024-a"')
  })

  it.each([
    ['no key at all', ' ', 'There is no key'],
    ['a comma too many', `${newer},`, 'Key 2 is empty'],
    ['a key without an id', bytes(1), 'Key 1 has no colon'],
    ['an id with capitals', `A:${bytes(1)}`, 'Key 1: its id must be'],
    ['an id of 21 characters', `${'a'.repeat(21)}:${bytes(1)}`, 'Key 1: its id must be'],
    ['an id used twice', `a:${bytes(1)},a:${bytes(2)}`, 'Key 2: the id "a" is used twice'],
    ['one key under two ids', `b:${bytes(1)},a:${bytes(1)}`, 'Key 2 ("a") repeats'],
    ['hexadecimal', `a:${'0f'.repeat(32)}`, 'has 48 bytes instead of 32'],
    ['a key cut short', `a:${bytes(1, 31)}`, 'has 31 bytes instead of 32'],
    ['something else than base64', `a:${'!'.repeat(44)}`, 'is not base64'],
    ['base64 without its padding', `a:${bytes(1).replace('=', '')}`, 'is not base64 with its padding'],
  ])('says what is wrong with %s', (_, text, problem) => {
    expect(problemWith(text)).toContain(problem)
  })

  it('shows no key in an error, even one in the place of an id', () => {
    expect(problemWith(`${bytes(1)}:a`)).not.toContain(bytes(1).slice(0, 8))
    expect(problemWith(`a:${bytes(1, 31)}`)).not.toContain(bytes(1, 31).slice(0, 8))
    expect(problemWith(`a:${bytes(1)},a:${bytes(2)}`)).not.toContain(bytes(2).slice(0, 8))
  })
})

describe('a key', () => {
  const [first, second] = parseKeyring(`${newer},${older}`).all

  it('derives 32 bytes, another for each purpose and each key, always the same', () => {
    expect(first!.derive('seal')).toHaveLength(32)
    expect(first!.derive('seal')).toBe(first!.derive('seal'))
    expect(first!.derive('seal')).toEqual(parseKeyring(newer).newest.derive('seal'))
    expect(first!.derive('seal')).not.toEqual(first!.derive('keyed-hash phone'))
    expect(first!.derive('seal')).not.toEqual(second!.derive('seal'))
  })

  it('never shows its bytes when printed', () => {
    first!.derive('seal')
    const printed = inspect(first, { depth: 9, showHidden: true }) + JSON.stringify(first)
    expect(printed).toContain('2025-b')
    expect(printed).not.toMatch(/02,? ?02|2, ?2|AgIC/)
  })
})

describe('generateKey', () => {
  it('prints a key that can be read back, another each time', () => {
    expect(parseKeyring(`${generateKey('b')},${generateKey('a')}`).newest.id).toBe('b')
  })

  it('refuses an id that could not be read back', () => {
    expect(() => generateKey('Key 1')).toThrow(InvalidKeyringError)
  })
})
