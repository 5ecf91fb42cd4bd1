import type { EnrollmentView } from '../../engine/enrollment-status.ts'
import { compareText } from '../folded-text.ts'

/** Where somebody is in a list: the segment, what the segment is sorted by, and the name with the id. */
export interface Place {
  segment: string
  value: number
  nameKey: string
}

export function comparePlaces(direction: EnrollmentView['direction']): (a: Place, b: Place) => number {
  const sign = direction === 'ascending' ? 1 : -1
  return (a, b) => sign * (compareText(a.segment, b.segment) || a.value - b.value || compareText(a.nameKey, b.nameKey))
}

/** As an address holds it. */
export function writePlace({ segment, value, nameKey }: Place): string {
  return Buffer.from(JSON.stringify([segment, value, nameKey])).toString('base64url')
}

/** Null for what we have not written: the list begins at its beginning. */
export function readPlace(text: string | null): Place | null {
  try {
    const [segment, value, nameKey] = JSON.parse(Buffer.from(text ?? '', 'base64url').toString())
    const isPlace = typeof segment === 'string' && Number.isSafeInteger(value) && typeof nameKey === 'string' && !`${segment}${nameKey}`.includes('\0')
    return isPlace ? { segment, value, nameKey } : null
  } catch {
    return null
  }
}
