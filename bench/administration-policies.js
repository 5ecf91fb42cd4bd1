import { DAY, NOW } from './administration-people.js'

/** @import { EnrollmentView } from '../src/engine/enrollment-status.ts' */
/** @import { Policy } from '../src/engine/model.ts' */

/** @type {Policy} */
const optional = {
  version: 1,
  requiredSince: null,
  requirementChangedAt: null,
  requirementChangedBy: null,
  graceDays: 14,
  allowedMethods: ['totp', 'sms'],
  trustDays: 30,
  alwaysRequiredTrustDays: null,
  confirmSetUpByEmail: 'nobody',
}

export const required = { ...optional, requiredSince: NOW - 200 * DAY }

/** @type {Record<string, Policy>} */
export const policies = { optional, required, 'required, texts retired, 90 days': { ...required, allowedMethods: ['totp'], graceDays: 90 } }

/** @type {EnrollmentView} */
export const everybody = { sort: 'name', direction: 'ascending', status: null, roleId: null, method: null, search: '' }

/** Milliseconds; of this process alone where others share the machine (`BENCH_CLOCK=cpu`). */
export function clock() {
  if (process.env['BENCH_CLOCK'] !== 'cpu') return performance.now()
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
