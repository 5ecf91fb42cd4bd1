/** The periods to choose from, in days up to today. */
export const periods = [1, 7, 30, 90, 365] as const

const USUAL = 30

/** The period in an address; the usual one for anything that is none. */
export function periodOf(text: string | null): number {
  return periods.find((days) => String(days) === text) ?? USUAL
}
