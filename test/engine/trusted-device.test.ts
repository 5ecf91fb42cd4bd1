import { describe, expect, it } from 'vitest'
import type { Device, Policy, User } from '../../src/engine/model.ts'
import { trustDays, trustOf } from '../../src/engine/trusted-device.ts'
import { aDevice, aPolicy, aRole, aUser, NOW } from '../support/builders.ts'

const DAY = 24 * 60 * 60
const payments = aRole({ id: 'payments', alwaysRequires: true })

function trust(device: Partial<Device>, { at = NOW, user = {}, policy = {} }: { at?: number; user?: Partial<User>; policy?: Partial<Policy> } = {}) {
  return trustOf(aDevice(device), aUser(user), aPolicy(policy), at)
}

describe('a trusted device', () => {
  it('spares its user the code until the second its trust ends', () => {
    const device = { trustedAt: NOW, trustedUntil: NOW + 30 * DAY }
    expect(trust(device, { at: NOW + 30 * DAY - 1 })).toBe('trusted')
    expect(trust(device, { at: NOW + 30 * DAY })).toBe('trust-ended')
    expect(trust(device, { at: NOW + 30 * DAY + 1 })).toBe('trust-ended')
  })

  it('is trusted no longer than a policy that became shorter', () => {
    const device = { trustedAt: NOW, trustedUntil: NOW + 30 * DAY }
    expect(trust(device, { at: NOW + 7 * DAY - 1, policy: { trustDays: 7 } })).toBe('trusted')
    expect(trust(device, { at: NOW + 7 * DAY, policy: { trustDays: 7 } })).toBe('trust-ended')
  })

  it('is not trusted longer because the policy became longer', () => {
    const device = { trustedAt: NOW, trustedUntil: NOW + 30 * DAY }
    expect(trust(device, { at: NOW + 30 * DAY, policy: { trustDays: 365 } })).toBe('trust-ended')
  })

  it('is a new device where none is known', () => {
    expect(trustOf(null, aUser(), aPolicy(), NOW)).toBe('new-device')
    expect(trustOf(null, aUser(), aPolicy({ trustDays: 0 }), NOW)).toBe('new-device')
  })

  it('is not trusted when it is only known', () => {
    expect(trust({ trustedAt: null, trustedUntil: null })).toBe('not-trusted')
    expect(trust({ trustedAt: null })).toBe('not-trusted')
    expect(trust({ trustedUntil: null })).toBe('not-trusted')
  })

  it('says that trust is not allowed once policy has none', () => {
    expect(trust({}, { policy: { trustDays: 0 } })).toBe('trust-not-allowed')
  })

  it('says that it was revoked, or that an administrator reset the account', () => {
    expect(trust({ trustedUntil: null, trustEndedBecause: 'revoked' })).toBe('trust-revoked')
    expect(trust({ trustedUntil: null, trustEndedBecause: 'reset' })).toBe('reset')
  })

  it('stays revoked, whatever its row says of a time', () => {
    expect(trust({ trustedUntil: NOW + DAY, trustEndedBecause: 'revoked' })).toBe('trust-revoked')
    expect(trust({ trustedUntil: NOW + DAY, trustEndedBecause: 'reset' })).toBe('reset')
  })

  it('says that the password changed, in either direction', () => {
    expect(trust({ passwordEpoch: 3 }, { user: { passwordEpoch: 4 } })).toBe('password-changed')
    // A restored backup may hold an older user than the one the browser was trusted for.
    expect(trust({ passwordEpoch: 4 }, { user: { passwordEpoch: 3 } })).toBe('password-changed')
  })

  it('says that a method changed, in either direction', () => {
    expect(trust({ factorEpoch: 1 }, { user: { factorEpoch: 2 } })).toBe('method-changed')
    expect(trust({ factorEpoch: 2 }, { user: { factorEpoch: 1 } })).toBe('method-changed')
  })

  it('names the password first where both changed', () => {
    expect(trust({ passwordEpoch: 0, factorEpoch: 0 }, { user: { passwordEpoch: 1, factorEpoch: 1 } })).toBe('password-changed')
  })
})

describe('the days that devices may be trusted', () => {
  it("are the organization's for everybody, unless always-required roles have their own", () => {
    expect(trustDays(aUser(), aPolicy({ trustDays: 30, alwaysRequiredTrustDays: 7 }))).toBe(30)
    expect(trustDays(aUser({ roles: [payments] }), aPolicy({ trustDays: 30, alwaysRequiredTrustDays: null }))).toBe(30)
    expect(trustDays(aUser({ roles: [payments] }), aPolicy({ trustDays: 30, alwaysRequiredTrustDays: 7 }))).toBe(7)
  })

  it('are never more for a role than for everybody', () => {
    expect(trustDays(aUser({ roles: [payments] }), aPolicy({ trustDays: 7, alwaysRequiredTrustDays: 30 }))).toBe(7)
    expect(trustDays(aUser({ roles: [payments] }), aPolicy({ trustDays: 0, alwaysRequiredTrustDays: 30 }))).toBe(0)
  })

  it('end the trust of somebody who gains a role that has none', () => {
    const policy = { alwaysRequiredTrustDays: 0 }
    expect(trust({}, { policy })).toBe('trusted')
    expect(trust({}, { policy, user: { roles: [payments] } })).toBe('trust-not-allowed')
  })

  it('shorten the trust of somebody who gains a role that has fewer', () => {
    const policy = { alwaysRequiredTrustDays: 1 }
    const user = { roles: [payments] }
    expect(trust({}, { policy, user, at: NOW + DAY - 1 })).toBe('trusted')
    expect(trust({}, { policy, user, at: NOW + DAY })).toBe('trust-ended')
  })
})
