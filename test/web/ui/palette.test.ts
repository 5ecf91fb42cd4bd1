import { assert, constantFrom, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { black, contrast, parseColor, toHex, white } from '../../../src/web/ui/color.ts'
import { palette, type Scheme } from '../../../src/web/ui/palette.ts'

const channel = integer({ min: 0, max: 255 })
const anAccent = tuple(channel, channel, channel).map(toHex)
const aScheme = constantFrom<Scheme>('light', 'dark')

function between(one: string, other: string): number {
  const [a, b] = [parseColor(one), parseColor(other)]
  if (!a || !b) throw new TypeError(`${one} or ${other} is no color`)
  return contrast(a, b)
}

describe('contrast', () => {
  it('is 21 for black on white, whichever comes first', () => {
    expect(contrast(black, white)).toBeCloseTo(21)
    expect(contrast(white, black)).toBeCloseTo(21)
  })

  it('agrees with a published value for a gray that just fails', () => {
    expect(between('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })
})

describe('palette', () => {
  it('makes text on the accent readable, at rest and under the pointer, for any accent', () => {
    assert(property(anAccent, aScheme, (accent, scheme) => {
      const colors = palette(accent, scheme)
      expect(between(colors.onFill, colors.fill)).toBeGreaterThanOrEqual(4.5)
      expect(between(colors.onFill, colors.fillHover)).toBeGreaterThanOrEqual(4.5)
    }), { numRuns: 2000 })
  })

  it('makes links and the focus ring readable on everything behind them, for any accent', () => {
    assert(property(anAccent, aScheme, (accent, scheme) => {
      const colors = palette(accent, scheme)
      for (const behind of [colors.page, colors.surface, colors.raised, colors.accentTint]) {
        expect(between(colors.link, behind)).toBeGreaterThanOrEqual(4.5)
      }
    }), { numRuns: 2000 })
  })

  it('makes ordinary text readable on the tint of any accent', () => {
    assert(property(anAccent, aScheme, (accent, scheme) => {
      const colors = palette(accent, scheme)
      expect(between(colors.ink, colors.accentTint)).toBeGreaterThanOrEqual(4.5)
      expect(between(colors.muted, colors.accentTint)).toBeGreaterThanOrEqual(4.5)
    }), { numRuns: 2000 })
  })

  it('keeps a button apart from the page, for any accent', () => {
    assert(property(anAccent, aScheme, (accent, scheme) => {
      const colors = palette(accent, scheme)
      expect(between(colors.fill, colors.surface)).toBeGreaterThanOrEqual(3)
      expect(between(colors.fill, colors.page)).toBeGreaterThanOrEqual(3)
    }), { numRuns: 2000 })
  })

  it('leaves an accent that is fit as it is', () => {
    expect(palette('#2a52be', 'light').fill).toBe('#2a52be')
  })

  it.each<Scheme>(['light', 'dark'])('makes neutral text, edges and messages readable in the %s scheme', (scheme) => {
    const colors = palette('#2a52be', scheme)
    for (const behind of [colors.page, colors.surface, colors.raised]) {
      expect(between(colors.ink, behind)).toBeGreaterThanOrEqual(7)
      expect(between(colors.muted, behind)).toBeGreaterThanOrEqual(4.5)
      expect(between(colors.edge, behind)).toBeGreaterThanOrEqual(3)
      expect(between(colors.bad, behind)).toBeGreaterThanOrEqual(4.5)
    }
    for (const tone of ['good', 'warn', 'bad'] as const) {
      expect(between(colors[tone], colors[`${tone}Tint`])).toBeGreaterThanOrEqual(4.5)
      expect(between(colors.ink, colors[`${tone}Tint`])).toBeGreaterThanOrEqual(7)
    }
  })

  it.each(['red', '#12', '#12345', 'rgb(0,0,0)', '#fff;}body{display:none', ''])('refuses %j, which could end the rule it stands in', (accent) => {
    expect(() => palette(accent, 'light')).toThrow('must look like')
  })
})
