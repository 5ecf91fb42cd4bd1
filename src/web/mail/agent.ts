/** In order: most browsers also name the ones they descend from. */
const browsers: readonly [name: string, sign: RegExp][] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\b(?:OPR|Opera)\b/],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\b/],
  ['Chrome', /\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\b/],
  ['Safari', /\bSafari\b/],
]

const systems: readonly [name: string, sign: RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\b(?:Mac OS X|Macintosh|macOS)\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
]

/** Browser and system of a User-Agent header, as far as people know them by name. What it says is never trusted. */
export function readAgent(agent: string): { browser: string | null; system: string | null } {
  return { browser: firstOf(browsers, agent), system: firstOf(systems, agent) }
}

function firstOf(signs: typeof browsers, agent: string): string | null {
  return signs.find(([, sign]) => sign.test(agent))?.[0] ?? null
}
