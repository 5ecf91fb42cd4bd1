import { isTimeZone } from '../../accounts/organization-problem.ts'
import { isCountry } from '../../engine/phone.ts'

/** Every time zone with what its clocks show now against UTC, from west to east. */
export function timeZones(locale: string, now: number): { value: string; label: string }[] {
  return zoneNames()
    .map((value) => ({ value, offset: offsetMinutes(value, now) }))
    .toSorted((one, other) => one.offset - other.offset || one.value.localeCompare(other.value, locale))
    .map(({ value, offset }) => ({ value, label: value === 'UTC' ? value : `${signed(offset)} ${cityFirst(value)}` }))
}

/** A first guess that saves a search in a long list: the browser's language (`''` where it names no country), and the clock of the server. */
export function guessedPlace(acceptLanguage: string | null): { country: string; timeZone: string } {
  const country = /^[a-z]{2,3}-([a-z]{2})\b/i.exec(acceptLanguage ?? '')?.[1]?.toUpperCase() ?? ''
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return { country: isCountry(country) ? country : '', timeZone: isTimeZone(timeZone) ? timeZone : 'UTC' }
}

function zoneNames(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')]
}

function offsetMinutes(timeZone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now * 1000)
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

function signed(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
}

/** "New York, America": people know their city and seldom who files it where. */
function cityFirst(zone: string): string {
  return zone.replaceAll('_', ' ').split('/').toReversed().join(', ')
}
