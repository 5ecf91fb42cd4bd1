import type { ReceivedText } from '../../delivery/development-inbox.ts'
import { parsePhone } from '../../engine/phone.ts'

/** All texts to one number, as its phone shows them: the newest last. */
export interface Conversation {
  number: string
  texts: readonly ReceivedText[]
}

/** Sorts texts (newest first) by number; the phone that buzzed last comes first. */
export function conversations(texts: readonly ReceivedText[]): Conversation[] {
  const numbers = [...new Set(texts.map(({ to }) => to))]
  return numbers.map((number) => ({ number, texts: texts.filter(({ to }) => to === number).toReversed() }))
}

/** `+49 1512 3456789` for `+4915123456789`. */
export function readable(number: string): string {
  const parsed = parsePhone(number, 'US')
  return parsed.kind === 'valid' ? parsed.international : number
}

/** The code of a text, from the line that ties it to an origin: `@host #code`. */
export function codeIn(body: string): string | null {
  return /^@\S+ #(\S+)$/m.exec(body)?.[1] ?? null
}
