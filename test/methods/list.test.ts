import { describe, expect, it } from 'vitest'
import { methods } from '../../src/methods/index.ts'

// https://www.rfc-editor.org/rfc/rfc8176#section-2
const REGISTERED = ['face', 'fpt', 'geo', 'hwk', 'iris', 'kba', 'mca', 'mfa', 'otp', 'pin', 'pop', 'pwd', 'rba', 'retina', 'sc', 'sms', 'swk', 'tel', 'user', 'vbm', 'wia']

describe('the methods', () => {
  it('are offered app first', () => {
    expect(methods.map(({ id }) => id)).toEqual(['totp', 'sms', 'backup-code', 'recovery-pass', 'email'])
  })

  it('can be set up when, and only when, a person holds them as a second step', () => {
    for (const method of methods) expect(method.enrollment !== undefined).toBe(method.role === 'authenticator')
  })

  it('share one budget of six-digit tries, which a backup code does not need', () => {
    for (const { keypad, budget } of methods) expect(budget).toBe(keypad === 'digits' ? 'six-digit' : 'backup')
  })

  it('are recorded in registered words', () => {
    for (const { amr } of methods) expect(REGISTERED).toContain(amr)
  })
})
