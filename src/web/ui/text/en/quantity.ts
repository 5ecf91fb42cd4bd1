const plural = new Intl.PluralRules('en')

/** "1 code", "3 codes". */
export function count(number: number, one: string, other: string): string {
  return `${new Intl.NumberFormat('en').format(number)} ${plural.select(number) === 'one' ? one : other}`
}

/** "30 seconds", "2 minutes", "an hour": rounded up, so that nobody is told to come back too early. */
export function duration(seconds: number): string {
  if (seconds < 60) return count(Math.max(1, Math.ceil(seconds)), 'second', 'seconds')
  if (seconds <= 60 * 59) return oneOr(Math.ceil(seconds / 60), 'a minute', 'minutes')
  if (seconds <= 60 * 60 * 23) return oneOr(Math.ceil(seconds / 3600), 'an hour', 'hours')
  return oneOr(Math.ceil(seconds / 86_400), 'a day', 'days')
}

/** "A, B or C". */
export function either(words: string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(words)
}

/** "A, B and C". */
export function all(words: string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(words)
}

function oneOr(number: number, one: string, other: string): string {
  return number === 1 ? one : `${number} ${other}`
}
