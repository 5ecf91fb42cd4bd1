import type { NamedAuditEvent } from '../../engine/administration-ports.ts'
import { aboutAnother, whatHappened } from '../my-security/activity-text.ts'
import { agentText } from '../my-security/agent-text.ts'
import type { View } from '../ui/view.ts'
import { detailTexts } from './detail-text.ts'

/** An event as it is read: on the page, in the file, and by the search. */
export interface EventText {
  who: string
  what: string
  about: string // '' when it is about nobody, or about who did it
  method: string // '' when there is none
  details: readonly string[]
  result: string
  address: string // '' at the server
  browser: string // '' at the server
}

export function eventText(view: View, event: NamedAuditEvent): EventText {
  const { text } = view
  const words = text.auditLog
  const { actorId, actorName, subjectId, subjectName, method, client } = event
  const isAtServer = client.address === ''
  return {
    who: actorName ?? (actorId !== null ? words.somebodyGone : isAtServer ? words.theServer : words.nobody),
    what: whatHappened(aboutAnother(text), event),
    about: subjectId === null || subjectId === actorId ? '' : (subjectName ?? words.somebodyGone),
    method: method === null ? '' : method === 'email' ? words.byEmail : text.methods[method].name,
    details: detailTexts(view, event),
    result: words.result[event.result],
    address: client.address,
    browser: isAtServer ? '' : agentText(view, client.agent),
  }
}

/** Does it say every one of these words, in any part of it? `words` as `searchWords` gives them. */
export function says(event: EventText, words: readonly string[]): boolean {
  const all = folded(Object.values(event).flat().join(' '))
  return words.every((word) => all.includes(word))
}

export function searchWords(search: string): string[] {
  return folded(search).split(/\s+/).filter((word) => word !== '')
}

/** Without case and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{Mn}/gu, '').toLowerCase()
}
