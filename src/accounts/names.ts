import { identifierKey } from './identifier.ts'

export const LONGEST_NAME = 100
export const LONGEST_EMAIL = 254 // RFC 5321 §4.5.3.1.3, less the angle brackets
const LONGEST_AGENT = 300

// Newlines would forge a header or a log line; the others reverse the order of what is read.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u
const INVISIBLE = /\p{Cf}/u
const EMAIL = /^[^\s@"(),:;<>[\\\]]+@[^\s@"(),:;<>[\\\]]+$/

/** A person's name, as it is shown and mailed. */
export function isName(text: string): boolean {
  return text.trim() !== '' && text.length <= LONGEST_NAME && !UNPRINTABLE.test(text)
}

/** A user name that nobody can take for another's: an address only when it is the person's own. */
export function isUserName(text: string, email: string | null): boolean {
  const isOwnAddress = email !== null && identifierKey(text) === identifierKey(email)
  return isName(text) && !INVISIBLE.test(text) && (isOwnAddress || !text.normalize('NFKC').includes('@'))
}

/** Enough of an address to send to; only a message that arrives proves it. */
export function isEmail(text: string): boolean {
  return text.length <= LONGEST_EMAIL && EMAIL.test(text) && !UNPRINTABLE.test(text) && !INVISIBLE.test(text)
}

/** Whether this can be anybody's user name or address at all: some databases refuse to look for the rest. */
export function isSearchable(key: string): boolean {
  return key !== '' && key.length <= LONGEST_EMAIL && !UNPRINTABLE.test(key)
}

/** What a browser says about itself, on one line. */
export function oneLine(text: string): string {
  return text.slice(0, LONGEST_AGENT).replaceAll(new RegExp(UNPRINTABLE, 'gu'), ' ')
}
