/**
 * What a sign-in demands, as the product promises it, in plain objects: no
 * epochs, no challenges, no database. Where a change ends something, the model
 * ends it on the spot.
 */

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export type Kind = 'totp' | 'sms'
export type Bucket = 'known' | 'other'

export interface ModelPolicy {
  requiredSince: number | null
  graceDays: number
  allowed: readonly Kind[]
  trustDays: number
  roleTrustDays: number | null
}

export interface ModelPending {
  openedAt: number
  browser: number
  isKnown: boolean // when the password was given
  kind: 'code' | 'set-up'
  hasProved: boolean // set-up after a code of a retired method, or after a pass
  isRecovery: boolean // after a pass
  asked: Kind | 'backup-code' | null
  text: { code: string; sentAt: number } | null
  attemptsLeft: number
  isOver: boolean
}

export interface ModelSession {
  browser: number
  openedAt: number
  seenAt: number
  provedAt: number | null // when a real code, or with no method the password, was given last
  asking: { isKnown: boolean; openedAt: number } | null // a step-up that was begun
  isOver: boolean
}

export interface ModelPerson {
  isActive: boolean
  isAlwaysRequired: boolean
  exemptUntil: number
  graceFrom: number
  pass: { code: string; until: number } | null // an open recovery pass
  methods: Set<Kind>
  trusted: Map<number, { at: number; until: number }> // by browser
  known: Set<number>
  pending: ModelPending[]
  sessions: ModelSession[]
  wrong: Record<Bucket, { count: number; waitUntil: number }>
  backup: { hourFrom: number; tries: number }
}

export function newcomer(now: number): ModelPerson {
  return {
    isActive: true,
    isAlwaysRequired: false,
    exemptUntil: 0,
    graceFrom: now,
    pass: null,
    methods: new Set(),
    trusted: new Map(),
    known: new Set(),
    pending: [],
    sessions: [],
    wrong: { known: { count: 0, waitUntil: 0 }, other: { count: 0, waitUntil: 0 } },
    backup: { hourFrom: 0, tries: 0 },
  }
}

export function isRequired(person: ModelPerson, policy: ModelPolicy, now: number): boolean {
  return person.isAlwaysRequired || (policy.requiredSince !== null && now >= person.exemptUntil)
}

/** The methods that count; a retired one does not. */
export function allowedOf(person: ModelPerson, policy: ModelPolicy): Kind[] {
  return [...person.methods].filter((kind) => policy.allowed.includes(kind))
}

/** Until when set-up may be put off; null: not at all. */
export function graceOf(person: ModelPerson, policy: ModelPolicy, now: number): number | null {
  if (person.isAlwaysRequired || policy.requiredSince === null || now < person.exemptUntil) return null
  const until = Math.max(policy.requiredSince, person.graceFrom) + policy.graceDays * DAY
  return now < until ? until : null
}

/** Is anything to be set up before this person may work, or be reminded of it? */
export function lacksSetUp(person: ModelPerson, policy: ModelPolicy, now: number): boolean {
  if (allowedOf(person, policy).length > 0) return false
  return person.methods.size > 0 || isRequired(person, policy, now)
}

export function isTrusted(person: ModelPerson, policy: ModelPolicy, browser: number, now: number): boolean {
  const trust = person.trusted.get(browser)
  if (trust === undefined) return false
  return now < Math.min(trust.until, trust.at + trustDaysOf(person, policy) * DAY)
}

export function trustDaysOf(person: ModelPerson, policy: ModelPolicy): number {
  return person.isAlwaysRequired && policy.roleTrustDays !== null ? Math.min(policy.trustDays, policy.roleTrustDays) : policy.trustDays
}

/** What a right password leads to. */
export function demandOf(person: ModelPerson, policy: ModelPolicy, browser: number, now: number): 'nothing' | 'code' | 'set-up' {
  if (person.methods.size === 0) return isRequired(person, policy, now) ? 'set-up' : 'nothing'
  if (allowedOf(person, policy).length === 0) return 'code'
  return isTrusted(person, policy, browser, now) ? 'nothing' : 'code'
}

export function isPendingOver(pending: ModelPending, now: number): boolean {
  return pending.isOver || now >= pending.openedAt + (pending.kind === 'code' ? 10 : 30) * MINUTE
}

export function isSessionOver(session: ModelSession, now: number): boolean {
  return session.isOver || now >= session.openedAt + 12 * HOUR || now >= session.seenAt + HOUR
}

export function isSteppedUp(session: ModelSession, now: number): boolean {
  return session.provedAt !== null && now < session.provedAt + 5 * MINUTE
}

/** Asks for one try of a six-digit code; counts it as wrong until `right` says otherwise. */
export function mayTry({ wrong }: ModelPerson, bucket: Bucket, now: number): boolean {
  const count = wrong[bucket]
  if (now < count.waitUntil) return false
  count.count += 1
  if (count.count >= 5) count.waitUntil = now + Math.min(30 * 2 ** (count.count - 5), HOUR)
  return true
}

export function right(person: ModelPerson, bucket: Bucket): void {
  person.wrong[bucket] = { count: 0, waitUntil: 0 }
}

export function mayTryBackupCode({ backup }: ModelPerson, now: number): boolean {
  if (now >= backup.hourFrom + HOUR) {
    backup.hourFrom = now
    backup.tries = 0
  }
  if (backup.tries >= 5) return false
  backup.tries += 1
  return true
}

export function rightBackupCode(person: ModelPerson): void {
  person.backup.tries -= 1
  right(person, 'known')
  right(person, 'other')
}

/** A change of password or methods: what was begun before is over, but for the session it was made in. */
export function endEverythingElse(person: ModelPerson, except: ModelSession | null): void {
  person.trusted.clear()
  for (const pending of person.pending) pending.isOver = true
  for (const session of person.sessions) {
    session.asking = null
    if (session !== except) session.isOver = true
  }
}

/** A change of methods ends an open recovery pass as well. */
export function methodsChanged(person: ModelPerson, except: ModelSession | null): void {
  endEverythingElse(person, except)
  person.pass = null
}

export function hasOpenPass({ pass }: ModelPerson, now: number): boolean {
  return pass !== null && now < pass.until
}
