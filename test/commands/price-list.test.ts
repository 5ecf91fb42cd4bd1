import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/config.ts'
import { priceOf } from '../../src/engine/text-prices.ts'

describe('SMS_PRICES', () => {
  it('is read for the providers there are', () => {
    const { SMS_PRICES: prices } = readConfig({ SMS_PRICES: 'http-gateway:GB=0.0463 GBP, *=0.10 USD' })
    expect(priceOf(prices, 'http-gateway', 'GB')).toEqual({ micros: 46_300, currency: 'GBP' })
    expect(priceOf(readConfig({}).SMS_PRICES, 'twilio', 'GB')).toBeNull()
  })

  it.each(['GB=0,04 USD', 'UK=0.04 USD', 'pigeons:GB=0.04 USD', 'development:*=1 USD'])('as %s stops the start with a message that names the setting and the entry', (text) => {
    const reading = () => readConfig({ SMS_PRICES: text })
    expect(reading).toThrow(ConfigError)
    expect(reading).toThrow(`SMS_PRICES: "${text.split(',')[0]}" `)
  })
})

it('SMS_COUNTRIES refuses a code that no number is of', () => {
  expect(readConfig({ SMS_COUNTRIES: 'gb, DE' }).SMS_COUNTRIES).toEqual(['GB', 'DE'])
  for (const code of ['UK', 'EU', 'ZZ', 'GBR']) expect(() => readConfig({ SMS_COUNTRIES: code })).toThrow(`SMS_COUNTRIES: ${code} is no country`)
})
