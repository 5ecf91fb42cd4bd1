import { v7 as uuid } from 'uuid'
import type { NewSession } from '../../src/engine/changes.ts'
import type { AuditEvent } from '../../src/engine/audit.ts'
import { freshGuard } from '../../src/engine/lockout.ts'
import type { Authenticator, Challenge, Device, Notice, OneTimeToken, Organization, Person, Policy, Role, User } from '../../src/engine/model.ts'
import type { TextReservation, TextStop } from '../../src/engine/texts.ts'

/** The time at which everything here was made. */
export const NOW = 1_700_000_000

const DAY = 24 * 60 * 60

/** A fresh id, as the server makes them. */
export function anId(): string {
  return uuid()
}

export function anOrganization(facts: Partial<Organization> = {}): Organization {
  return { id: anId(), name: 'Harbor Clinic', country: 'US', timeZone: 'America/New_York', locale: 'en-US', ...facts }
}

export function aRole(facts: Partial<Role> = {}): Role {
  return { id: 'staff', name: 'Staff', rank: 10, mayAdminister: false, alwaysRequires: false, ...facts }
}

/** An active user without a second step; name and address are theirs alone. */
export function aUser(facts: Partial<User> = {}): User {
  const id = facts.id ?? anId()
  const userName = `ann-${id.slice(-12)}`
  return {
    id,
    organizationId: 'organization-1',
    name: 'Ann Example',
    userName,
    email: `${userName}@example.org`,
    roles: [],
    deactivatedAt: null,
    enrolledAt: null,
    graceStartsAt: NOW,
    exemptUntil: null,
    passwordEpoch: 0,
    factorEpoch: 0,
    backupCodesSavedAt: null,
    lastSignInAt: null,
    recoveryPassUntil: null,
    reportedAt: null,
    ...facts,
  }
}

/** Optional for everybody. */
export function aPolicy(facts: Partial<Policy> = {}): Policy {
  return {
    version: 1,
    requiredSince: null,
    requirementChangedAt: null,
    requirementChangedBy: null,
    graceDays: 14,
    allowedMethods: ['totp', 'sms'],
    trustDays: 30,
    alwaysRequiredTrustDays: null,
    confirmSetUpByEmail: 'nobody',
    ...facts,
  }
}

export function anAuthenticator(facts: Partial<Authenticator> = {}): Authenticator {
  return {
    id: anId(),
    userId: 'user-1',
    method: 'totp',
    label: '',
    sealedSecret: 'sealed',
    data: {},
    lastCounter: 0,
    createdAt: NOW,
    lastUsedAt: null,
    ...facts,
  }
}

/** A sign-in that waits for a code. */
export function aChallenge(facts: Partial<Challenge> = {}): Challenge {
  return {
    id: anId(),
    organizationId: 'organization-1',
    userId: 'user-1',
    purpose: 'sign-in',
    tokenHash: `token-hash-${anId()}`,
    boundTo: null,
    method: 'totp',
    candidate: null,
    codeHash: null,
    codeExpiresAt: null,
    codeSentAt: null,
    sends: 0,
    delivery: 'none',
    limitedUntil: null,
    attemptsLeft: 5,
    because: 'new-device',
    knownDeviceId: null,
    emailConfirmedAt: null,
    amr: ['pwd'],
    returnTo: '/',
    passwordEpoch: 0,
    factorEpoch: 0,
    createdAt: NOW,
    expiresAt: NOW + 600,
    consumedAt: null,
    ...facts,
  }
}

/** A device that was trusted just now. */
export function aDevice(facts: Partial<Device> = {}): Device {
  return {
    id: anId(),
    userId: 'user-1',
    tokenHash: `token-hash-${anId()}`,
    agent: 'Firefox on Linux',
    address: '192.0.2.1',
    knownAt: NOW,
    trustedAt: NOW,
    trustedUntil: NOW + 30 * DAY,
    trustEndedBecause: null,
    passwordEpoch: 0,
    factorEpoch: 0,
    lastUsedAt: NOW,
    ...facts,
  }
}

export function aPerson(facts: Partial<Person> = {}): Person {
  const organization = facts.organization ?? anOrganization({ id: 'organization-1' })
  return {
    user: aUser({ organizationId: organization.id }),
    organization,
    policy: aPolicy(),
    authenticators: [],
    backupCodesLeft: 0,
    guard: freshGuard,
    ...facts,
  }
}

export function aSession(facts: Partial<NewSession> = {}): NewSession {
  return {
    id: anId(),
    userId: 'user-1',
    tokenHash: `token-hash-${anId()}`,
    amr: ['pwd'],
    passwordEpoch: 0,
    factorEpoch: 0,
    address: '192.0.2.1',
    agent: 'Firefox on Linux',
    createdAt: NOW,
    expiresAt: NOW + DAY / 2,
    ...facts,
  }
}

export function aOneTimeToken(facts: Partial<OneTimeToken> = {}): OneTimeToken {
  return {
    id: anId(),
    purpose: 'password-reset',
    organizationId: 'organization-1',
    userId: 'user-1',
    about: null,
    tokenHash: `token-hash-${anId()}`,
    data: {},
    expiresAt: NOW + 3_600,
    usedAt: null,
    ...facts,
  }
}

export function anAuditEvent(facts: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: anId(),
    at: NOW,
    action: 'sign-in.completed',
    result: 'success',
    actorId: 'user-1',
    subjectId: 'user-1',
    method: null,
    detail: {},
    client: { address: '192.0.2.1', agent: 'Firefox on Linux' },
    ...facts,
  }
}

export function aNotice(facts: Partial<Notice> = {}): Notice {
  return {
    id: anId(),
    organizationId: 'organization-1',
    userId: 'user-1',
    event: 'new-device',
    to: 'ann@example.org',
    data: {},
    at: NOW,
    ...facts,
  }
}

/** A text to a number that was proved, with no budget against it. */
export function aText(facts: Partial<TextReservation> = {}): TextReservation {
  return {
    id: anId(),
    userId: 'user-1',
    challengeId: null,
    channel: 'sms',
    pool: 'proved',
    country: 'DE',
    numberHashes: [`number-${anId()}`],
    prefixHashes: [`prefix-${anId()}`],
    addressHashes: [`address-${anId()}`],
    budgets: [],
    alarm: null,
    at: NOW,
    ...facts,
  }
}

/** A stop of a prefix whose texts nobody used. */
export function aTextStop(facts: Partial<TextStop> = {}): TextStop {
  return {
    id: anId(),
    prefixHash: `prefix-${anId()}`,
    pool: 'new',
    country: 'LV',
    label: '+371 2001 ••••',
    why: 'hardly-used',
    texts: 20,
    used: 1,
    since: NOW,
    ...facts,
  }
}
