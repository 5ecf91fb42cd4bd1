import { createRequire } from 'node:module'
import type * as Library from 'libphonenumber-js/max'
import type { CountryCode, PhoneNumber, PhoneNumberType } from 'libphonenumber-js/max'

const require = createRequire(import.meta.url)

/** Loaded with the first number: its tables take longer to read than all else at start-up, and many servers send no texts. */
const library = (): typeof Library => require('libphonenumber-js/max')

export type { CountryCode }

export type RefusedPhone = 'not-a-number' | 'too-short' | 'too-long' | 'not-mobile' | 'premium' | 'unknown-country' | 'country-not-allowed'

export type ParsedPhone =
  | {
      kind: 'valid'
      /** The one form to store and compare: `+4915123456789`. */
      e164: string
      country: CountryCode
      /** To show back in full before a text is sent: `+49 1512 3456789`. */
      international: string
      /** In North America and elsewhere, nothing in a number tells a mobile one. */
      type: 'mobile' | 'unsure'
    }
  | { kind: 'invalid'; why: RefusedPhone }

/** What surely receives no text messages, or charges for them. Any other type is given a try. */
const refusedTypes: Partial<Record<PhoneNumberType, RefusedPhone>> = {
  FIXED_LINE: 'not-mobile',
  PAGER: 'not-mobile',
  PERSONAL_NUMBER: 'not-mobile',
  SHARED_COST: 'premium',
  TOLL_FREE: 'not-mobile',
  UAN: 'not-mobile',
  VOICEMAIL: 'not-mobile',
  PREMIUM_RATE: 'premium',
}

/**
 * Reads a phone number that texts will be sent to, in any script's digits: it
 * is shown back before use, so nobody needs another keyboard to give it.
 *
 * @param typed - national or international; with an extension it is refused
 * @param country - two letters (ISO 3166-1), for a number typed the national way
 */
export function parsePhone(typed: unknown, country: string): ParsedPhone {
  const phone = read(typed, country)
  if (typeof phone === 'string') return { kind: 'invalid', why: phone }
  const why = refusalOf(phone)
  if (why !== null) return { kind: 'invalid', why }
  // Numbers of no country (satellites, +883) are refused: no policy could allow or forbid them.
  if (phone.country === undefined) return { kind: 'invalid', why: 'unknown-country' }

  return {
    kind: 'valid',
    e164: phone.number,
    country: phone.country,
    international: phone.formatInternational(),
    type: phone.getType() === 'MOBILE' ? 'mobile' : 'unsure',
  }
}

/** A number with its last four digits hidden: all that is told of a block of numbers. */
export function blockOf(international: string): string {
  let hidden = 4
  return [...international].toReversed().map((sign) => (/\d/.test(sign) && hidden-- > 0 ? '•' : sign)).toReversed().join('')
}

/** All that a page shows of somebody's number before they have proved who they are. */
export function lastTwoDigits(e164: string): string {
  return e164.slice(-2)
}

/** Whether numbers may be of this country, as two capital letters (ISO 3166-1). `UK` is none: their numbers are of `GB`. */
export function isCountry(code: string): boolean {
  return library().isSupportedCountry(code)
}

export interface Country {
  /** Two letters (ISO 3166-1). */
  code: CountryCode
  /** Without the plus sign: `49`. */
  callingCode: string
  name: string
}

/** Every country for a picker, named and sorted in the language of the locale (BCP 47). */
export function countries(locale: string): Country[] {
  const { getCountries, getCountryCallingCode } = library()
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  const { compare } = new Intl.Collator(locale)
  return getCountries()
    .map((code) => ({ code, callingCode: getCountryCallingCode(code), name: names.of(code) ?? code }))
    .toSorted((a, b) => compare(a.name, b.name))
}

function read(typed: unknown, country: string): PhoneNumber | RefusedPhone {
  if (typeof typed !== 'string') return 'not-a-number'
  const { isSupportedCountry, parsePhoneNumberWithError, ParseError } = library()
  const defaultCountry = isSupportedCountry(country) ? { defaultCountry: country } : {}
  try {
    // A number inside other words is a mistake, not a number.
    return parsePhoneNumberWithError(typed, { ...defaultCountry, extract: false })
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return inOurWords(error.message)
  }
}

/** The library's reason as one of ours. */
function inOurWords(reason: string | undefined): RefusedPhone {
  switch (reason) {
    case 'TOO_SHORT':
      return 'too-short'
    case 'TOO_LONG':
      return 'too-long'
    case 'INVALID_COUNTRY':
      return 'unknown-country'
    default:
      return 'not-a-number'
  }
}

function refusalOf(phone: PhoneNumber): RefusedPhone | null {
  if (phone.ext !== undefined) return 'not-a-number'
  if (!phone.isValid()) return inOurWords(library().validatePhoneNumberLength(phone.number))
  const type = phone.getType()
  return (type && refusedTypes[type]) ?? null
}
