import type { NamedAuditEvent } from '../../engine/administration-ports.ts'
import { momentKey } from '../../engine/moment.ts'
import type { View } from '../ui/view.ts'
import type { ShownEvent } from './audit-columns.tsx'
import type { AuditPageProps } from './audit-page.tsx'
import { eventText, says, searchWords } from './event-text.ts'

/** A search reads what is shown, which no index holds: so many events a page, in well under a second, then it asks whether to go on. */
export const MOST_LOOKED_AT = 5_000

export type Found = Pick<AuditPageProps, 'events' | 'next' | 'looked'>

/** The first events that say these words, and where to look on. */
export async function searchEvents(view: View, stream: AsyncIterable<readonly NamedAuditEvent[]>, search: string, limit: number): Promise<Found> {
  const words = searchWords(search)
  const found: ShownEvent[] = []
  let looked = 0
  for await (const batch of stream) {
    for (const event of batch) {
      const said = eventText(view, event)
      if (says(said, words)) {
        const last = found.at(-1)
        if (found.length === limit && last !== undefined) return { events: found, next: momentKey(last.event), looked: null }
        found.push({ event, said })
      }
      looked++
      if (looked === MOST_LOOKED_AT) return { events: found, next: momentKey(event), looked: { events: looked, backTo: event.at } }
    }
  }
  return { events: found, next: null, looked: null }
}
