import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidPricesError, parseTextPrices, priceOf } from '../../src/engine/text-prices.ts'

const providers = ['twilio', 'http-gateway']
const read = (text: string) => parseTextPrices(text, providers)

describe('A price list', () => {
  const prices = read('GB=0.0463 USD, de = 0.08 eur ,twilio:US=0.0079 USD,\n twilio:*=0.05 USD, *=0.10 USD,')

  it.each([
    ['sns', 'GB', 46_300, 'USD'],
    ['sns', 'DE', 80_000, 'EUR'],
    ['sns', 'US', 100_000, 'USD'],
    ['twilio', 'US', 7_900, 'USD'],
    ['twilio', 'GB', 50_000, 'USD'], // what names the provider goes first
    ['twilio', '', 50_000, 'USD'],
  ])('says of %s and country "%s": %i micros of %s', (provider, country, micros, currency) => {
    expect(priceOf(prices, provider, country)).toEqual({ micros, currency })
  })

  it('says nothing of what it does not name, and an empty one of nothing', () => {
    expect(priceOf(read('twilio:GB=1 GBP'), 'sns', 'GB')).toBeNull()
    expect(priceOf(read('twilio:GB=1 GBP'), 'twilio', 'DE')).toBeNull()
    expect(priceOf(read(''), 'twilio', 'GB')).toBeNull()
  })

  it.each([
    ['GB', 'is no price'],
    ['GB=0.04', 'is no price'],
    ['GB=0.04USD', 'is no price'],
    ['GB=USD 0.04', 'is no price'],
    ['GB=-0.04 USD', 'is no price'],
    ['GB=.04 USD', 'is no price'],
    ['GB=1e-2 USD', 'is no price'],
    ['GB=0.0000001 USD', 'at most six decimals'],
    ['GB=1234567 USD', 'is no price'],
    ['UK=0.04 USD', 'names no country'],
    ['GBR=0.04 USD', 'names no country'],
    ['ZZ=0.04 USD', 'names no country'],
    ['GB=0.04 USX', 'names no currency'],
    ['GB=0.04 $', 'names no currency'],
    ['twillio:GB=0.04 USD', 'names a provider that is not there; there are twilio, http-gateway'],
    ['gb=0.05 EUR', 'prices again what has a price already'],
  ])('with %s is refused, and the message names it', (entry, why) => {
    const reading = () => read(`GB=0.04 USD, ${entry}, *=1 USD`)
    expect(reading).toThrow(InvalidPricesError)
    expect(reading).toThrow(`"${entry}" `)
    expect(reading).toThrow(why)
  })

  it('is never more or less than its decimals, however often it is added up', () => {
    const decimals = fc.stringMatching(/^\d{1,6}$/)
    const price = fc.tuple(fc.integer({ min: 0, max: 9_999 }), fc.option(decimals, { nil: null }))
    fc.assert(
      fc.property(fc.array(fc.tuple(price, fc.integer({ min: 1, max: 1_000 })), { maxLength: 50 }), (texts) => {
        let sum = 0
        let exact = 0n // of millionths, without a point to lose
        for (const [[units, after], segments] of texts) {
          const amount = after === null ? String(units) : `${units}.${after}`
          sum += (priceOf(read(`*=${amount} USD`), 'sns', 'GB')?.micros ?? NaN) * segments
          exact += BigInt(`${units}${(after ?? '').padEnd(6, '0')}`) * BigInt(segments)
        }
        expect(BigInt(sum)).toBe(exact)
      }),
    )
  })
})
