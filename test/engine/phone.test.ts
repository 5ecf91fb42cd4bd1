import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countries, lastTwoDigits, parsePhone } from '../../src/engine/phone.ts'
import { anyText } from '../support/any-text.ts'

const german = {
  kind: 'valid',
  e164: '+4915123456789',
  country: 'DE',
  international: '+49 1512 3456789',
  type: 'mobile',
}

describe('parsePhone', () => {
  it.each([
    '0151 23456789', '(0151) 234-56789', '+49 151 23456789', '0049 151 23456789', '+49 (0) 151 23456789', '\u00A00151\u00A023456789 ',
  ])('gives one form to %j', (typed) => {
    expect(parsePhone(typed, 'DE')).toEqual(german)
  })

  it('reads the digits of any script, because the number is shown back before use', () => {
    expect(parsePhone('０１５１ ２３４５６７８９', 'DE')).toEqual(german)
    expect(parsePhone('٠١٠٠١٢٣٤٥٦٧', 'EG')).toMatchObject({ kind: 'valid', e164: '+201001234567' })
  })

  it('goes by the prefix of an international number, whatever country was picked', () => {
    expect(parsePhone('+49 151 23456789', 'US')).toEqual(german)
    expect(parsePhone('+49 151 23456789', 'nowhere')).toEqual(german)
  })

  it('gives numbers a try whose kind nobody can tell', () => {
    expect(parsePhone('(213) 373-4253', 'US')).toEqual({
      kind: 'valid',
      e164: '+12133734253',
      country: 'US',
      international: '+1 213 373 4253',
      type: 'unsure',
    })
  })

  it.each([
    ['030 901820', 'DE', 'not-mobile'], // a landline in Berlin
    ['020 7946 0018', 'GB', 'not-mobile'],
    ['0800 1234567', 'DE', 'not-mobile'], // free of charge
    ['070 1234 5678', 'GB', 'not-mobile'], // "personal": looks mobile, is forwarded at a price
    ['0900 1234567', 'DE', 'premium'],
    ['+1 900 222 3333', 'DE', 'premium'],
    ['123', 'DE', 'too-short'],
    ['0151 2345678901234', 'DE', 'too-long'],
    [`+49${'1'.repeat(40)}`, 'DE', 'too-long'],
    ['+1 555 555 5555', 'US', 'not-a-number'], // right length, given to nobody
    ['0151 23456789', 'XX', 'unknown-country'],
    ['0151 23456789', '', 'unknown-country'],
    ['+999 123456', 'DE', 'unknown-country'],
    ['+8816 1234 5678', 'DE', 'unknown-country'], // a satellite
    ['0151 23456789 ext. 5', 'DE', 'not-a-number'],
    ['+4915123456789;ext=5', 'DE', 'not-a-number'],
    ['call 0151 23456789', 'DE', 'not-a-number'],
    ['0151 23456789, 0151 23456780', 'DE', 'not-a-number'],
    ['+49 151 23456789\n+49 151 23456780', 'DE', 'not-a-number'],
    ['somebody@example.com', 'DE', 'not-a-number'],
    ['', 'DE', 'not-a-number'],
  ])('refuses %j in %s: %s', (typed, country, why) => {
    expect(parsePhone(typed, country)).toEqual({ kind: 'invalid', why })
  })

  it('refuses the object properties that are no countries', () => {
    for (const country of ['__proto__', 'constructor', 'toString']) {
      expect(parsePhone('0151 23456789', country)).toEqual({ kind: 'invalid', why: 'unknown-country' })
    }
  })

  it('has an answer to anything at all', () => {
    const phoneLike = fc.string({ unit: fc.constantFrom(...'+0123456789 ()-.;/x#,=ext'), maxLength: 40 })
    const typed = fc.oneof(fc.anything(), anyText(), phoneLike)
    const country = fc.oneof(fc.string(), fc.constantFrom('DE', 'US', 'IT', 'AR'))
    fc.assert(fc.property(typed, country, (typed, country) => { expect(parsePhone(typed, country).kind).toMatch(/^(in)?valid$/) }))
  })

  it('reads its own two forms back as the same number', () => {
    const national = fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }).map(String)
    fc.assert(
      fc.property(national, fc.constantFrom('US', 'IT', 'BR', 'IN', 'JP'), (typed, country) => {
        const phone = parsePhone(typed, country)
        if (phone.kind === 'invalid') return
        expect(phone.e164).toMatch(/^\+[1-9][0-9]{6,14}$/)
        expect(parsePhone(phone.e164, 'DE')).toEqual(phone)
        expect(parsePhone(phone.international, 'DE')).toEqual(phone)
      }),
    )
  })
})

describe('lastTwoDigits', () => {
  it('shows no more than that', () => {
    expect(lastTwoDigits('+4915123456789')).toBe('89')
  })
})

describe('countries', () => {
  it('are named in the language of the reader', () => {
    expect(countries('en')).toContainEqual({ code: 'DE', callingCode: '49', name: 'Germany' })
    expect(countries('de')).toContainEqual({ code: 'DE', callingCode: '49', name: 'Deutschland' })
  })

  it('are sorted as the reader expects', () => {
    const names = countries('de').map((country) => country.name)
    expect(names.indexOf('Österreich')).toBeLessThan(names.indexOf('Panama'))
    expect(names).toHaveLength(new Set(names).size)
  })
})
