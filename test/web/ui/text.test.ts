import { describe, expect, it } from 'vitest'
import { count, duration, either } from '../../../src/web/ui/text/en/quantity.ts'
import { languages, textFor } from '../../../src/web/ui/text/index.ts'

/** Stands for any argument: a number, a string, an object of them, a list. */
function anything(value: number): unknown {
  const target = () => String(value)
  return new Proxy(target, {
    get: (_, key) => {
      if (key === Symbol.toPrimitive) return () => value
      if (key === Symbol.iterator) return () => [String(value)].values()
      return key in String.prototype ? (...given: never[]) => Reflect.apply(Reflect.get(String.prototype, key), String(value), given) : anything(value)
    },
  })
}

/** What a text gives back for such arguments: one of them may itself stand where a string would. */
function asWords(given: unknown): unknown {
  return typeof given === 'function' ? String(given) : given
}

function* sentences(node: unknown, path: string): Generator<[string, string]> {
  if (typeof node === 'string') yield [path, node]
  else if (typeof node === 'function') for (const value of [0, 1, 5, 90, 4000]) yield* sentences(asWords(node(...Array(4).fill(anything(value)))), `${path}(${value})`)
  else if (typeof node === 'object' && node !== null) for (const [key, child] of Object.entries(node)) yield* sentences(child, `${path}.${key}`)
}

describe.each(Object.entries(languages))('the wording in %s', (name, text) => {
  // The e-mails about events take a real method, not anything: test/web/mail/notices.test.ts reads each with real facts.
  const { events: _events, ...mail } = text.mail
  const all = [...sentences({ ...text, mail }, name)]

  const suspects = (isSuspect: (sentence: string) => boolean) => all.filter(([, sentence]) => isSuspect(sentence))

  it('has no empty sentence', () => {
    expect(all.length).toBeGreaterThan(200)
    expect(suspects((sentence) => sentence.trim() === '')).toEqual([])
  })

  it('has no unfinished sentence', () => {
    expect(suspects((sentence) => /undefined|\[object|NaN|TODO|\$\{/.test(sentence))).toEqual([])
  })

  it('agrees with its numbers everywhere', () => {
    // "Your 0 code" names the code of an application that is called 0.
    expect(suspects((sentence) => /\b1 (codes|tries|minutes|days|devices|people)\b|(?<!your )\b0 (code|try|day)\b/i.test(sentence))).toEqual([])
  })
})

describe('quantities', () => {
  it('agree with their number', () => {
    expect([0, 1, 2, 1200].map((n) => count(n, 'code', 'codes'))).toEqual(['0 codes', '1 code', '2 codes', '1,200 codes'])
  })

  it.each([
    [0, '1 second'], [1, '1 second'], [30, '30 seconds'], [60, 'a minute'], [61, '2 minutes'], [120, '2 minutes'],
    [3540, '59 minutes'], [3541, 'an hour'], [3600, 'an hour'], [3601, '2 hours'], [86_400, 'a day'], [172_800, '2 days'],
  ])('say %d seconds as "%s", never too short', (seconds, words) => {
    expect(duration(seconds)).toBe(words)
  })

  it('join a list as people do', () => {
    expect(either(['Aegis', '2FAS', 'Bitwarden'])).toBe('Aegis, 2FAS, or Bitwarden')
  })
})

describe('textFor', () => {
  it('falls back to English, also for names that every object has', () => {
    for (const locale of ['en-GB', 'xx', '', 'constructor', '__proto__']) expect(textFor(locale).language.tag).toBe('en')
  })
})
