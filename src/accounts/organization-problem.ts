import { isCountry } from '../engine/phone.ts'
import type { Organization } from '../engine/model.ts'
import { isName } from './names.ts'

/** What is wrong with an organization, by what it is about. */
export type OrganizationProblem = 'invalid-organization-name' | 'invalid-country' | 'invalid-time-zone' | 'invalid-locale'

/** The first thing that is wrong, or null; asked by the form, the command line and hosts alike. */
export function organizationProblem({ name, country, timeZone, locale }: Omit<Organization, 'id'>): OrganizationProblem | null {
  if (!isName(name)) return 'invalid-organization-name'
  if (!isCountry(country)) return 'invalid-country'
  if (!isTimeZone(timeZone)) return 'invalid-time-zone'
  return isLocale(locale) ? null : 'invalid-locale'
}

/** An IANA name, old ones included; no mere offset, which knows no summer time. */
export function isTimeZone(name: string): boolean {
  return /^[a-z]/i.test(name) && isAccepted(() => new Intl.DateTimeFormat('en', { timeZone: name }))
}

/** A well-formed BCP 47 tag; a language that has no words of ours is shown English. */
function isLocale(tag: string): boolean {
  return isAccepted(() => Intl.getCanonicalLocales(tag)) && tag !== ''
}

function isAccepted(use: () => unknown): boolean {
  try {
    use()
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
