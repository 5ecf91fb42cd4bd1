import type { EpochSeconds, Organization } from './model.ts'
import { parsePhone } from './phone.ts'
import type { Ports } from './ports.ts'
import type { TextAlarm, TextBudget, TextPool, TextReservation } from './texts.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const LAST_DIGITS = 4 // pumped numbers are bought by blocks: what these leave of a number is its prefix

/** At most so many in any hour, and in any day. */
export interface HourAndDay {
  hour: number
  day: number
}

/** Every budget that can be set. All but `user` and `total` count texts whose code was not used. */
export interface TextLimits {
  user: HourAndDay
  number: HourAndDay
  address: HourAndDay
  prefix: HourAndDay // new numbers alone
  newNumbers: HourAndDay // of an organization
  provedNumbers: HourAndDay // of an organization
  total: HourAndDay // of an organization; new numbers may take half of it
}

export interface TextRules {
  countries: readonly string[] | null // ISO 3166-1 alpha-2; null: the organization's own
  limits: TextLimits
}

/** What no ordinary organization meets; docs/decisions has the reasons for each number. */
export const defaultTextLimits: TextLimits = {
  user: { hour: 10, day: 40 },
  number: { hour: 10, day: 20 },
  address: { hour: 100, day: 300 },
  prefix: { hour: 30, day: 100 },
  newNumbers: { hour: 300, day: 1_000 },
  provedNumbers: { hour: 1_000, day: 3_000 },
  total: { hour: 5_000, day: 20_000 },
}

export const defaultTextRules: TextRules = { countries: null, limits: defaultTextLimits }

const COOLDOWN: TextBudget = { of: 'number', counts: 'unused', seconds: 10 * MINUTE, limit: 5 }
const ALARM = { seconds: DAY, texts: 20, numbers: 5, usedPercent: 10 }

/** Where texts of this organization may go; none where nobody knows, and then texts are off. */
export function textCountries({ countries }: TextRules, { country }: Pick<Organization, 'country'>): readonly string[] {
  return countries ?? (/^[A-Z]{2}$/.test(country) ? [country] : [])
}

export interface CodeFacts {
  id: string
  userId: string
  challengeId: string
  to: string // E.164, or an e-mail address
  pool: TextPool
  clientAddress: string
  at: EpochSeconds
}

/** What a text asks for before it may go. Null: this number gets none, whatever the budgets say. */
export function textReservation(ports: Ports, organization: Organization, facts: CodeFacts): TextReservation | null {
  const { texts: rules, codeSeconds } = ports.settings
  const { to, pool, clientAddress, at, ...ids } = facts
  const phone = parsePhone(to, '')
  // A number that was taken over, or of a country that is allowed no more.
  if (phone.kind === 'invalid' || !textCountries(rules, organization).includes(phone.country)) return null
  return {
    ...ids,
    channel: 'sms',
    pool,
    country: phone.country,
    numberHashes: ports.keyedHash.hashes('phone', to),
    prefixHashes: ports.keyedHash.hashes('phone-prefix', to.slice(0, -LAST_DIGITS)),
    addressHashes: ports.keyedHash.hashes('client-address', networkOf(clientAddress)),
    budgets: budgetsOf(rules.limits, pool),
    alarm: alarmAt(at, codeSeconds),
    at,
  }
}

/** A code by e-mail fills no stranger's pocket: it counts for its user and its address alone. */
export function mailReservation(ports: Ports, { to, at, id, userId, challengeId }: CodeFacts): TextReservation {
  const { user, number } = ports.settings.texts.limits
  const numberHashes = ports.keyedHash.hashes('email', to)
  const budgets = [...both('user', 'all', user), ...both('number', 'unused', number)]
  return { id, userId, challengeId, channel: 'mail', pool: 'none', country: '', numberHashes, prefixHashes: [], addressHashes: [], budgets, alarm: null, at }
}

/**
 * The budgets of one text. Those that many people share are apart for new and
 * for proved numbers, so that whoever pumps the one starves nobody of the other.
 */
function budgetsOf(limits: TextLimits, pool: TextPool): TextBudget[] {
  const { user, number, address, prefix, newNumbers, provedNumbers, total } = limits
  const half = { hour: Math.ceil(total.hour / 2), day: Math.ceil(total.day / 2) }
  return [
    ...both('user', 'all', user),
    COOLDOWN,
    ...both('number', 'unused', number),
    ...both('address', 'unused', address),
    ...(pool === 'new' ? [...both('prefix', 'unused', prefix), ...both('pool', 'unused', newNumbers), ...both('pool', 'all', half)] : both('pool', 'unused', provedNumbers)),
    ...both('organization', 'all', total),
  ]
}

function both(of: TextBudget['of'], counts: TextBudget['counts'], { hour, day }: HourAndDay): TextBudget[] {
  return [
    { of, counts, seconds: HOUR, limit: hour },
    { of, counts, seconds: DAY, limit: day },
  ]
}

/** A code that may still be typed is not held against anybody. */
function alarmAt(at: EpochSeconds, codeSeconds: number): TextAlarm {
  const { seconds, ...least } = ALARM
  return { ...least, since: at - seconds, settledBefore: at - codeSeconds }
}

/** An IPv6 customer has a /64 at least: each of its addresses would be a budget of its own. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? []
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const missing = 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...groups(tail)]
  return `${all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
