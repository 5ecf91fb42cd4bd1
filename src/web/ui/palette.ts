import { black, contrast, mix, parseColor, type Rgb, toHex, white } from './color.ts'

/** The accent when the configuration names none. */
export const defaultAccent = '#2a52be'

const neutrals = {
  light: {
    page: '#f6f5f2', surface: '#ffffff', raised: '#f4f3ef', ink: '#1b1d22', muted: '#5c5f69', line: '#e0ded8', edge: '#82848c',
    good: '#17663a', goodTint: '#e6f4eb', warn: '#744a00', warnTint: '#fdf2d8', bad: '#b0241c', badTint: '#fdecea',
  },
  dark: {
    page: '#111317', surface: '#1a1d23', raised: '#23262e', ink: '#eceef2', muted: '#a9adb8', line: '#30343d', edge: '#7b808c',
    good: '#82d8a3', goodTint: '#15301f', warn: '#f2c66d', warnTint: '#32270d', bad: '#ffa39a', badTint: '#3c1b19',
  },
}

export type Scheme = keyof typeof neutrals

/** Text on a fill and as a link: WCAG 2.2, 1.4.3. */
const textContrast = 4.5
/** Edges that show a control: WCAG 2.2, 1.4.11. */
const edgeContrast = 3

/** All colors of one scheme, with everything drawn in the accent made readable whatever the accent is. */
export function palette(accentHex: string, scheme: Scheme) {
  const accent = parseColor(accentHex)
  if (!accent) throw new TypeError(`The accent color must look like ${defaultAccent}, not "${accentHex}".`)

  const neutral = neutrals[scheme]
  const surfaces = [neutral.page, neutral.surface, neutral.raised].map(known)
  const away = scheme === 'light' ? black : white

  const accentTint = mix(known(neutral.surface), accent, scheme === 'light' ? 0.08 : 0.16)
  const link = moved(accent, away, (color) => [...surfaces, accentTint].every((behind) => contrast(color, behind) >= textContrast))

  const seen = moved(accent, away, (color) => surfaces.every((behind) => contrast(color, behind) >= edgeContrast))
  // A mid-tone looks better a little darker under white than as it is under black.
  const takesWhite = contrast(seen, white) >= edgeContrast
  const fill = takesWhite ? moved(seen, black, (color) => contrast(color, white) >= textContrast) : seen
  const fillHover = mix(fill, takesWhite ? black : white, 0.14)

  return {
    ...neutral,
    accentTint: toHex(accentTint),
    link: toHex(link),
    fill: toHex(fill),
    fillHover: toHex(fillHover),
    onFill: toHex(takesWhite ? white : black),
  }
}

function moved(color: Rgb, towards: Rgb, isEnough: (color: Rgb) => boolean): Rgb {
  for (let percent = 0; percent < 100; percent++) {
    const candidate = mix(color, towards, percent / 100)
    if (isEnough(candidate)) return candidate
  }
  return towards
}

function known(hex: string): Rgb {
  return parseColor(hex) ?? black
}
