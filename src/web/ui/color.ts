/** A color in sRGB, each channel 0-255. */
export type Rgb = readonly [red: number, green: number, blue: number]

export const white: Rgb = [255, 255, 255]
export const black: Rgb = [0, 0, 0]

/** Reads `#rgb` or `#rrggbb`; null for anything else. */
export function parseColor(hex: string): Rgb | null {
  const long = hex.trim().replace(/^#([\da-f])([\da-f])([\da-f])$/i, '#$1$1$2$2$3$3')
  if (!/^#[\da-f]{6}$/i.test(long)) return null
  const channel = (at: number) => Number.parseInt(long.slice(at, at + 2), 16)
  return [channel(1), channel(3), channel(5)]
}

/** Writes a color as `#rrggbb`. */
export function toHex(color: Rgb): string {
  return `#${color.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`
}

/** Mixes `share` (0-1) of another color in, rounded to what a screen can show. */
export function mix(color: Rgb, other: Rgb, share: number): Rgb {
  const [red, green, blue] = color.map((channel, i) => Math.round(channel + ((other[i] ?? 0) - channel) * share))
  return [red ?? 0, green ?? 0, blue ?? 0]
}

/** Contrast ratio of two colors, 1-21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
