import type { Policy } from '../engine/model.ts'

/** What an organization begins with: 2-step verification is optional, with either method. */
export const defaultPolicy: Policy = {
  version: 1,
  requiredSince: null,
  requirementChangedAt: null,
  requirementChangedBy: null,
  graceDays: 7,
  allowedMethods: ['totp', 'sms'],
  trustDays: 30,
  alwaysRequiredTrustDays: null,
  confirmSetUpByEmail: 'always-required',
}
