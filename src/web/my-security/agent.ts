/** A browser and its system, as far as the header tells. */
export interface Agent {
  browser: string | null
  system: string | null
}

// The order matters: most browsers also name the ones they descend from.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(OPR|Opera|OPT|OPiOS)\//, 'Opera'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bYaBrowser\//, 'Yandex Browser'],
  [/\b(DuckDuckGo|Ddg)\//, 'DuckDuckGo'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(HeadlessChrome|Chromium|Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac(intosh| OS X)\b/, 'macOS'], // an iPad that asks for desktop pages says so too
  [/\b(Linux|X11)\b/, 'Linux'],
]

const safariSystems = ['iPhone', 'iPad', 'macOS']

/**
 * Reads the browser and the system from a User-Agent header. It is what the
 * browser claims: fit to be recognized by, never to be relied on.
 */
export function parseAgent(header: string): Agent {
  const named = (list: typeof browsers) => list.find(([pattern]) => pattern.test(header))?.[1] ?? null
  const [browser, system] = [named(browsers), named(systems)]
  // Elsewhere it is some other browser, built on the same engine.
  const isSafariElsewhere = browser === 'Safari' && !safariSystems.includes(system ?? '')
  return { browser: isSafariElsewhere ? null : browser, system }
}
