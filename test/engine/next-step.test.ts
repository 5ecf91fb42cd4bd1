import { describe, expect, it } from 'vitest'
import { nextStep } from '../../src/engine/next-step.ts'
import { anAuthenticator, aDevice, aPolicy, aRole, aUser, NOW } from '../support/builders.ts'

const DAY = 24 * 60 * 60
const app = anAuthenticator({ method: 'totp' })
const phone = anAuthenticator({ method: 'sms' })
const payments = aRole({ id: 'payments', alwaysRequires: true })

const newcomer = { user: aUser(), policy: aPolicy(), authenticators: [], device: null, now: NOW }
const enrolled = { ...newcomer, authenticators: [app] }

describe('what stands between a password and a session', () => {
  it('is nothing for somebody without a method, while it is optional', () => {
    expect(nextStep(newcomer)).toEqual({ kind: 'done', because: 'not-required' })
  })

  it('is a code for somebody enrolled, even where it is optional', () => {
    expect(nextStep(enrolled)).toEqual({ kind: 'verify', methods: ['totp'], because: 'new-device' })
  })

  it('is nothing on a device that is trusted', () => {
    expect(nextStep({ ...enrolled, device: aDevice() })).toEqual({ kind: 'done', because: 'trusted-device' })
  })

  it('is a code again in the second that the trust of a device ends', () => {
    const device = aDevice({ trustedUntil: NOW + 1 })
    expect(nextStep({ ...enrolled, device })).toMatchObject({ kind: 'done' })
    expect(nextStep({ ...enrolled, device, now: NOW + 1 })).toEqual({ kind: 'verify', methods: ['totp'], because: 'trust-ended' })
  })

  it('is a code by any of the methods held, each kind named once', () => {
    expect(nextStep({ ...enrolled, authenticators: [app, phone, anAuthenticator({ method: 'sms', label: '18' })] })).toMatchObject({
      methods: ['totp', 'sms'],
    })
  })

  it('is set-up for somebody without a method, once the organization requires it', () => {
    const policy = aPolicy({ requiredSince: NOW, graceDays: 7 })
    expect(nextStep({ ...newcomer, policy })).toEqual({ kind: 'enroll', because: 'organization', skippableUntil: NOW + 7 * DAY })
    expect(nextStep({ ...newcomer, policy, now: NOW + 7 * DAY })).toEqual({ kind: 'enroll', because: 'organization', skippableUntil: null })
  })

  it('is set-up for a role that always requires it, while it stays optional for others', () => {
    expect(nextStep({ ...newcomer, user: aUser({ roles: [payments] }) })).toEqual({ kind: 'enroll', because: 'role', skippableUntil: null })
  })

  it('is set-up on a trusted device too, for somebody without a method', () => {
    const policy = aPolicy({ requiredSince: NOW, graceDays: 0 })
    expect(nextStep({ ...newcomer, policy, device: aDevice() })).toMatchObject({ kind: 'enroll' })
  })

  it('is no set-up for somebody exempt, but a code once they have a method', () => {
    const policy = aPolicy({ requiredSince: NOW, graceDays: 0 })
    const user = aUser({ exemptUntil: NOW + DAY })
    expect(nextStep({ ...newcomer, user, policy })).toMatchObject({ kind: 'done' })
    expect(nextStep({ ...enrolled, user, policy })).toMatchObject({ kind: 'verify' })
  })

  it('offers no method that was retired, while another is allowed', () => {
    const policy = aPolicy({ allowedMethods: ['totp'] })
    expect(nextStep({ ...enrolled, policy, authenticators: [phone, app] })).toMatchObject({ kind: 'verify', methods: ['totp'] })
  })

  it('is the retired method once more where no other is left, on a trusted device too', () => {
    const policy = aPolicy({ allowedMethods: ['totp'] })
    const step = { kind: 'verify', methods: ['sms'], because: 'method-not-allowed' }
    expect(nextStep({ ...enrolled, policy, authenticators: [phone] })).toEqual(step)
    expect(nextStep({ ...enrolled, policy, authenticators: [phone], device: aDevice() })).toEqual(step)
  })

  it('says why a device is not trusted', () => {
    const reasonOf = (device: ReturnType<typeof aDevice>) => nextStep({ ...enrolled, user: aUser({ passwordEpoch: 1, factorEpoch: 1 }), device })
    const now = { passwordEpoch: 1, factorEpoch: 1 }
    expect(reasonOf(aDevice({ ...now, trustedAt: null, trustedUntil: null }))).toMatchObject({ because: 'not-trusted' })
    expect(reasonOf(aDevice({ ...now, passwordEpoch: 0 }))).toMatchObject({ because: 'password-changed' })
    expect(reasonOf(aDevice({ ...now, factorEpoch: 0 }))).toMatchObject({ because: 'method-changed' })
    expect(reasonOf(aDevice({ ...now, trustEndedBecause: 'revoked' }))).toMatchObject({ because: 'trust-revoked' })
    expect(reasonOf(aDevice({ ...now, trustEndedBecause: 'reset' }))).toMatchObject({ because: 'reset' })
  })
})
