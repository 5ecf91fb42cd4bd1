import * as fc from 'fast-check'
import { HOTP, Secret, TOTP, URI } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { clockOffset, codeAt, matchTimeStep, otpauthUri } from '../../src/methods/totp-code.ts'
import { anyText } from '../support/any-text.ts'

const rfcSecret = Buffer.from('12345678901234567890')
const now = 1_700_000_010 // the first second of a step
const currentStep = now / 30

const secret = fc.uint8Array({ minLength: 20, maxLength: 20 })
const step = fc.integer({ min: 1, max: 2 ** 40 })
const appOf = (secret: Uint8Array) => new Secret({ buffer: secret.slice().buffer })

describe('codeAt', () => {
  // RFC 4226 appendix D
  it.each([
    [0, '755224'],
    [1, '287082'],
    [2, '359152'],
    [3, '969429'],
    [4, '338314'],
    [5, '254676'],
    [6, '287922'],
    [7, '162583'],
    [8, '399871'],
    [9, '520489'],
  ])('gives for counter %i the %s of RFC 4226', (counter, code) => {
    expect(codeAt(rfcSecret, counter)).toBe(code)
  })

  // RFC 6238 appendix B, SHA-1, the last six of eight digits
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('gives at second %i the %s of RFC 6238', (second, code) => {
    expect(codeAt(rfcSecret, Math.floor(second / 30))).toBe(code)
    expect(matchTimeStep(rfcSecret, code, second)).toBe(Math.floor(second / 30))
  })

  it('agrees with an independent maker', () => {
    fc.assert(
      fc.property(secret, step, (secret, step) => {
        expect(codeAt(secret, step)).toBe(HOTP.generate({ secret: appOf(secret), counter: step }))
      }),
    )
  })
})

describe('matchTimeStep', () => {
  it('takes the code of the current step and of one either side, until their last second', () => {
    for (const second of [now, now + 29]) {
      for (const distance of [-1, 0, 1]) {
        const step = currentStep + distance
        expect(matchTimeStep(rfcSecret, codeAt(rfcSecret, step), second)).toBe(step)
      }
      expect(matchTimeStep(rfcSecret, codeAt(rfcSecret, currentStep - 2), second)).toBeNull()
      expect(matchTimeStep(rfcSecret, codeAt(rfcSecret, currentStep + 2), second)).toBeNull()
    }
  })

  it('takes exactly the codes of the window, and reports a step that really has the code', () => {
    fc.assert(
      fc.property(secret, step, fc.integer({ min: -25, max: 25 }), (secret, current, distance) => {
        const code = codeAt(secret, Math.max(0, current + distance))
        const window = [current - 1, current, current + 1]
        const fitting = window.filter((step) => codeAt(secret, step) === code)
        expect(matchTimeStep(secret, code, current * 30)).toBe(fitting.at(-1) ?? null)
      }),
    )
  })

  it('reports the later step when one code belongs to two, so that a used one does not hide a fresh one', () => {
    const step = 910_737 // the first that shares its code with the next
    expect(codeAt(rfcSecret, step)).toBe(codeAt(rfcSecret, step + 1))
    expect(matchTimeStep(rfcSecret, codeAt(rfcSecret, step), step * 30)).toBe(step + 1)
  })

  it('keeps a leading zero apart from a shorter number', () => {
    expect(matchTimeStep(rfcSecret, '081804', 1_111_111_109)).not.toBeNull()
    expect(matchTimeStep(rfcSecret, '81804', 1_111_111_109)).toBeNull()
  })

  it('matches nothing and never throws for any other text', () => {
    fc.assert(
      fc.property(anyText(), (typed) => {
        fc.pre(!/^[0-9]{6}$/.test(typed))
        expect(matchTimeStep(rfcSecret, typed, now)).toBeNull()
        expect(clockOffset(rfcSecret, typed, now)).toBeNull()
      }),
    )
    const code = codeAt(rfcSecret, currentStep)
    for (const typed of ['', `${code}\n`, ` ${code}`, `+${code}`, `0${code}`]) {
      expect(matchTimeStep(rfcSecret, typed, now)).toBeNull()
    }
  })

  it('works in the very first step, which has none before it', () => {
    expect(matchTimeStep(rfcSecret, '287082', 0)).toBe(1)
    expect(matchTimeStep(rfcSecret, '755224', 0)).toBe(0)
  })
})

describe('clockOffset', () => {
  it('tells how far a clock is off, up to ten minutes either way', () => {
    for (const distance of [-20, -19, -2, 2, 19, 20]) {
      const step = currentStep + distance
      expect(clockOffset(rfcSecret, codeAt(rfcSecret, step), now)).toEqual({ step, seconds: distance * 30 })
    }
  })

  it('has nothing to say of a code in the window, further off, or from nowhere', () => {
    for (const distance of [-21, -1, 0, 1, 21]) {
      expect(clockOffset(rfcSecret, codeAt(rfcSecret, currentStep + distance), now)).toBeNull()
    }
    expect(clockOffset(rfcSecret, 'not a code', now)).toBeNull()
  })

  it('names a step that really has the code', () => {
    const distance = fc.integer({ min: 2, max: 20 }).chain((steps) => fc.constantFrom(steps, -steps))
    fc.assert(
      fc.property(secret, step, distance, (secret, step, distance) => {
        const code = codeAt(secret, step + 20 + distance)
        const offset = clockOffset(secret, code, (step + 20) * 30)
        expect(codeAt(secret, offset!.step)).toBe(code)
        expect(offset!.seconds).toBe((offset!.step - step - 20) * 30)
      }),
    )
  })
})

describe('otpauthUri', () => {
  it('is what authenticator apps scan', () => {
    expect(otpauthUri({ secret: rfcSecret, issuer: 'Example Café', account: 'ana@example.com' })).toBe(
      'otpauth://totp/Example%20Caf%C3%A9:ana%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example%20Caf%C3%A9',
    )
  })

  it('makes an app show the same codes that are accepted here', () => {
    const app = URI.parse(otpauthUri({ secret: rfcSecret, issuer: 'Example', account: 'ana@example.com' })) as TOTP
    expect(app).toBeInstanceOf(TOTP)
    expect(app).toMatchObject({ issuer: 'Example', label: 'ana@example.com', algorithm: 'SHA1', digits: 6, period: 30 })
    expect(matchTimeStep(rfcSecret, app.generate({ timestamp: now * 1000 }), now)).toBe(currentStep)
  })

  it('survives any name, and lets none of them add a parameter or another issuer', () => {
    const name = anyText({ minLength: 1 })
    fc.assert(
      fc.property(name, name, (issuer, account) => {
        const uri = otpauthUri({ secret: rfcSecret, issuer: `A${issuer}`, account: `b${account}` })
        expect(uri).toMatch(/^otpauth:\/\/totp\/[^:?&=#/]+:[^:?&=#/]+\?secret=[A-Z2-7]{32}&issuer=[^:?&=#/]+$/)
        expect(uri).not.toMatch(/%3A|\+/i)
      }),
    )
    expect(otpauthUri({ secret: rfcSecret, issuer: '\uD800', account: '\uDFFF' })).toContain('issuer=%EF%BF%BD')
  })
})
