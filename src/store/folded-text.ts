const LONGEST_WORD = 40 // characters
const LONGEST_NAME = 80
const MOST_WORDS = 30
const ACCENTS = /[\u0300-\u036F]/g
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}]+/u

/** Text as it is sorted and searched: without case, accents and needless space. */
export function foldedText(text: string): string {
  return text.normalize('NFKD').replaceAll(ACCENTS, '').toLowerCase().normalize('NFC').replaceAll(/\s+/g, ' ').trim()
}

/** Where lists put a user; the id makes no two equal, and a tab comes before all that a name holds. */
export function nameKeyOf(name: string, id: string): string {
  return `${firstOf(foldedText(name), LONGEST_NAME)}\t${id}`
}

/** The user that a key puts in its place. */
export function idInNameKey(key: string): string {
  return key.slice(key.lastIndexOf('\t') + 1)
}

/** The words of a text, once each. */
export function wordsOf(...texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => foldedText(text).split(BETWEEN_WORDS)).filter((word) => word !== '')
  return [...new Set(words.map((word) => firstOf(word, LONGEST_WORD)))].slice(0, MOST_WORDS)
}

/** The order of both databases: by code point, where JavaScript's own is by halves of pairs. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const [one, other] = [a.charCodeAt(index), b.charCodeAt(index)]
    if (one !== other) return rankOf(one) - rankOf(other)
  }
  return a.length - b.length
}

/** Pairs stand for what comes after all single units. */
function rankOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

function firstOf(text: string, length: number): string {
  // By code points: half of a pair is no text.
  return text.length <= length ? text : [...text].slice(0, length).join('')
}
