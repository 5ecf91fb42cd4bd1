import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Policy, User } from '../../src/engine/model.ts'
import { isAllowed, isAlwaysRequired, missingSetUp, requirementOf } from '../../src/engine/requirement.ts'
import { anAuthenticator, aPolicy, aRole, aUser, NOW } from '../support/builders.ts'

const DAY = 24 * 60 * 60
const staff = aRole()
const payments = aRole({ id: 'payments', alwaysRequires: true })
const app = anAuthenticator({ method: 'totp' })
const phone = anAuthenticator({ method: 'sms' })

const required = (facts: Partial<Policy> = {}) => aPolicy({ requiredSince: NOW, graceDays: 14, ...facts })
const longSince = (facts: Partial<User> = {}) => aUser({ graceStartsAt: NOW - 400 * DAY, ...facts })

describe('what is required of a user', () => {
  it('is nothing while the organization is optional', () => {
    expect(requirementOf(aUser({ roles: [staff] }), aPolicy({ requiredSince: null }), NOW)).toBeNull()
  })

  it('is set-up once the organization requires it', () => {
    expect(requirementOf(longSince(), required({ graceDays: 0 }), NOW)).toEqual({ reason: 'organization', skippableUntil: null })
  })

  it('can be put off until the very second the grace period ends', () => {
    const deadline = NOW + 14 * DAY
    expect(requirementOf(longSince(), required(), NOW)).toEqual({ reason: 'organization', skippableUntil: deadline })
    expect(requirementOf(longSince(), required(), deadline - 1)).toEqual({ reason: 'organization', skippableUntil: deadline })
    expect(requirementOf(longSince(), required(), deadline)).toEqual({ reason: 'organization', skippableUntil: null })
    expect(requirementOf(longSince(), required(), deadline + 1)).toEqual({ reason: 'organization', skippableUntil: null })
  })

  it('gives somebody who was created or reactivated later a grace period of their own', () => {
    const newcomer = aUser({ graceStartsAt: NOW + 100 * DAY })
    expect(requirementOf(newcomer, required(), NOW + 100 * DAY)?.skippableUntil).toBe(NOW + 114 * DAY)
    expect(requirementOf(newcomer, required(), NOW + 114 * DAY)?.skippableUntil).toBeNull()
  })

  it('is set-up at once for a role, even while the organization is optional', () => {
    const user = aUser({ roles: [staff, payments] })
    expect(isAlwaysRequired(user)).toBe(true)
    expect(requirementOf(user, aPolicy(), NOW)).toEqual({ reason: 'role', skippableUntil: null })
  })

  it('names the role before the organization, and gives it no grace', () => {
    expect(requirementOf(aUser({ roles: [payments] }), required(), NOW)).toEqual({ reason: 'role', skippableUntil: null })
  })

  it('is nothing for somebody exempt, until the second the exemption ends', () => {
    const user = longSince({ exemptUntil: NOW + 10 })
    const policy = required({ graceDays: 0 })
    expect(requirementOf(user, policy, NOW + 9)).toBeNull()
    expect(requirementOf(user, policy, NOW + 10)).toEqual({ reason: 'organization', skippableUntil: null })
  })

  it('knows no exemption from what a role requires', () => {
    expect(requirementOf(aUser({ roles: [payments], exemptUntil: NOW + DAY }), aPolicy(), NOW)).toEqual({ reason: 'role', skippableUntil: null })
  })
})

describe('set-up that is missing', () => {
  it('is none for somebody with an allowed method, whoever requires it', () => {
    const user = aUser({ roles: [payments] })
    expect(missingSetUp({ user, policy: required({ graceDays: 0 }), authenticators: [app] }, NOW)).toBeNull()
  })

  it('is what is required of somebody without a method', () => {
    const policy = required()
    expect(missingSetUp({ user: longSince(), policy, authenticators: [] }, NOW)).toEqual({ reason: 'organization', skippableUntil: NOW + 14 * DAY })
    expect(missingSetUp({ user: aUser(), policy: aPolicy(), authenticators: [] }, NOW)).toBeNull()
  })

  it('is another method once the only one is retired, even where nothing requires one', () => {
    const policy = aPolicy({ allowedMethods: ['totp'] })
    expect(missingSetUp({ user: aUser(), policy, authenticators: [phone] }, NOW)).toEqual({ reason: 'method-not-allowed', skippableUntil: null })
  })

  it('leaves somebody with a retired method the grace period that is left', () => {
    const policy = required({ allowedMethods: ['totp'] })
    expect(missingSetUp({ user: longSince(), policy, authenticators: [phone] }, NOW)).toEqual({
      reason: 'method-not-allowed',
      skippableUntil: NOW + 14 * DAY,
    })
  })

  it('is none while one of several methods is still allowed', () => {
    expect(missingSetUp({ user: aUser(), policy: required({ allowedMethods: ['totp'] }), authenticators: [phone, app] }, NOW)).toBeNull()
  })

  it('counts a method as allowed only where policy names its kind', () => {
    expect(isAllowed(phone, aPolicy({ allowedMethods: ['totp', 'sms'] }))).toBe(true)
    expect(isAllowed(phone, aPolicy({ allowedMethods: ['totp'] }))).toBe(false)
    expect(isAllowed(phone, aPolicy({ allowedMethods: [] }))).toBe(false)
  })
})

describe('whatever policy, user and time', () => {
  const seconds = fc.integer({ min: NOW - 500 * DAY, max: NOW + 500 * DAY })
  const anyPolicy = fc
    .record({ requiredSince: fc.option(seconds), graceDays: fc.integer({ min: 0, max: 90 }), trustDays: fc.integer({ min: 0, max: 365 }) })
    .map((facts) => aPolicy(facts))
  const anyUser = fc.record({ graceStartsAt: seconds, exemptUntil: fc.option(seconds) }).map((facts) => aUser({ ...facts, roles: [staff] }))
  const endOf = (user: User, policy: Policy) => Math.max(policy.requiredSince ?? 0, user.graceStartsAt) + policy.graceDays * DAY
  /** Times at random seldom meet an edge: this one is there as often as not. */
  const near = (edge: number) => fc.oneof(seconds, fc.integer({ min: -2, max: 2 }).map((off) => edge + off))

  it('a role beats grace and exemption', () => {
    fc.assert(
      fc.property(anyPolicy, anyUser, seconds, (policy, user, now) => {
        expect(requirementOf({ ...user, roles: [staff, payments] }, policy, now)).toEqual({ reason: 'role', skippableUntil: null })
      }),
    )
  })

  it('set-up can be put off exactly while the end of the grace lies ahead', () => {
    const cases = fc.tuple(anyPolicy, anyUser).chain(([policy, user]) => fc.tuple(fc.constant(policy), fc.constant(user), near(endOf(user, policy))))
    fc.assert(
      fc.property(cases, ([policy, somebody, now]) => {
        const user = { ...somebody, exemptUntil: null }
        const requirement = requirementOf(user, policy, now)
        const required = { reason: 'organization', skippableUntil: now < endOf(user, policy) ? endOf(user, policy) : null }
        expect(requirement).toEqual(policy.requiredSince === null ? null : required)
      }),
    )
  })

  it('grace never comes back as time goes on', () => {
    fc.assert(
      fc.property(anyPolicy, anyUser, seconds, fc.nat(500 * DAY), (policy, user, now, later) => {
        const before = requirementOf(user, policy, now)
        if (before === null || before.skippableUntil !== null) return
        expect(requirementOf(user, policy, now + later)).toEqual(before)
      }),
    )
  })

  it('an exemption frees exactly until its time', () => {
    const cases = fc.tuple(anyPolicy, anyUser, seconds).chain(([policy, user, until]) => fc.tuple(fc.constant(policy), fc.constant(user), fc.constant(until), near(until)))
    fc.assert(
      fc.property(cases, ([policy, user, until, now]) => {
        const exempt = requirementOf({ ...user, exemptUntil: until }, policy, now)
        expect(exempt).toEqual(now < until ? null : requirementOf({ ...user, exemptUntil: null }, policy, now))
      }),
    )
  })
})
