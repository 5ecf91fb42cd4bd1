import type { EnrollmentStatus, StatusUntil } from '../../engine/enrollment-status.ts'
import { Badge } from '../ui/badge.tsx'
import { dateText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'

const tones = { enrolled: 'good', exempt: 'accent', 'not-started': 'neutral', 'in-grace': 'attention', overdue: 'bad', deactivated: 'neutral' } as const satisfies Record<EnrollmentStatus, string>

/** Where somebody stands, and until when. */
export function StatusBadge({ view, status, until }: { view: View } & StatusUntil) {
  const words = view.text.administration.people
  return (
    <>
      <Badge tone={tones[status]}>{words.status[status]}</Badge>
      {until !== null && <span class="until"> {words.until(dateText(view, until))}</span>}
    </>
  )
}
