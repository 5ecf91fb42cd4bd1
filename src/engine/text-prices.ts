import { isCountry } from './phone.ts'
import type { TextCost } from './texts.ts'

/** What one segment costs by the operator's list: under `provider:country`, where `*` is any other. */
export type TextPrices = ReadonlyMap<string, TextCost>

/** The list is wrong; the message names the entry and says what to write. */
export class InvalidPricesError extends Error {
  override readonly name = 'InvalidPricesError'
}

const ENTRY = /^(?:([^\s:=]+):)?([^\s:=]+)\s*=\s*(\d{1,6})(?:\.(\d{1,6}))?\s+([^\s=]+)$/
const EXAMPLE = 'GB=0.0463 USD, twilio:US=0.0079 USD or *=0.10 USD, with at most six decimals'

/**
 * Reads `GB=0.0463 USD, twilio:US=0.0079 USD, *=0.10 USD`. Throws
 * `InvalidPricesError` for what it can't make out, and for what is there twice.
 *
 * @param providers - the names that may stand before a colon
 */
export function parseTextPrices(text: string, providers: readonly string[]): TextPrices {
  const prices = new Map<string, TextCost>()
  for (const entry of text.split(',').map((part) => part.trim()).filter((part) => part !== '')) {
    const [, provider = '*', country = '', units = '', decimals = '', currency = ''] = ENTRY.exec(entry) ?? refuse(entry, `is no price; write such as ${EXAMPLE}`)
    if (provider !== '*' && !providers.includes(provider)) refuse(entry, `names a provider that is not there; there are ${providers.join(', ')}`)
    if (country !== '*' && !isCountry(country.toUpperCase())) refuse(entry, 'names no country; write two letters (ISO 3166-1), such as GB, or * for all others')
    if (!Intl.supportedValuesOf('currency').includes(currency.toUpperCase())) refuse(entry, 'names no currency; write three letters (ISO 4217), such as USD')
    const key = `${provider}:${country.toUpperCase()}`
    if (prices.has(key)) refuse(entry, 'prices again what has a price already')
    // Digits, never a fraction: what is added up thousands of times stays exact.
    prices.set(key, { micros: Number(units) * 1_000_000 + Number(decimals.padEnd(6, '0')), currency: currency.toUpperCase() })
  }
  return prices
}

/** The price of one segment; null where the list has none. Whatever it says of this provider goes before what it says of all. */
export function priceOf(prices: TextPrices, provider: string, country: string): TextCost | null {
  const keys = [`${provider}:${country}`, `${provider}:*`, `*:${country}`, '*:*']
  return keys.map((key) => prices.get(key)).find((price) => price !== undefined) ?? null
}

function refuse(entry: string, why: string): never {
  throw new InvalidPricesError(`"${entry}" ${why}`)
}
