import type { EnrollmentRow } from '../../engine/enrollment-status.ts'
import type { View } from '../ui/view.ts'
import { methodsText } from './method-text.ts'
import { minuteOf } from './zoned-day.ts'

/** The columns of the file; each time names its zone. */
export function csvHeading({ text, timeZone }: View): string[] {
  const words = text.administration.people.csvColumn
  return [
    words.name, words.userName, words.email, words.roles, words.status, words.until(timeZone),
    words.methods, words.backupCodes, words.lastSignIn(timeZone), words.duringSignIn(timeZone), words.reported(timeZone),
  ]
}

/** One person; what the list shows as a dash or a word is empty here. */
export function csvRow({ text, timeZone }: View, row: EnrollmentRow): string[] {
  const time = (at: number | null) => (at === null ? '' : minuteOf(at, timeZone))
  return [
    row.name, row.userName, row.email ?? '', row.roles.join(', '), text.administration.people.status[row.status], time(row.until),
    row.methods.length === 0 ? '' : methodsText(text, row.methods), row.methods.length === 0 ? '' : String(row.backupCodesLeft),
    time(row.lastSignInAt), time(row.setUpDuringSignInAt), time(row.reportedAt),
  ]
}
