const LONGEST = 500

/**
 * Where to go after a sign-in, inside this origin alone.
 *
 * @returns a path with its query, or `fallback` for anything that could lead
 *   elsewhere: `//evil`, `/\evil`, `https:evil`, control characters
 */
export function safeReturnTo(asked: unknown, fallback: string): string {
  if (typeof asked !== 'string' || asked.length > LONGEST || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked)) return fallback
  const base = 'https://nightlatch.invalid'
  const url = URL.canParse(asked, base) ? new URL(asked, base) : null
  // The parser has the last word on what a browser makes of it.
  if (url === null || url.origin !== base || asked.includes('\\')) return fallback
  const path = url.pathname + url.search + url.hash
  // Escaped, it may have become three times as long: then no form that carries it on would be taken.
  return path.startsWith('//') || path.length > LONGEST ? fallback : path
}
