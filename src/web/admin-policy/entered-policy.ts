import { NightlatchError } from '../../engine/errors.ts'
import type { MethodId, Policy } from '../../engine/model.ts'
import type { PolicyDraft, PolicyField } from '../../engine/policy-change.ts'
import type { Text } from '../ui/text/index.ts'

export const MOST_DAYS = 365

/** The form as it was filled in, right or wrong; the fields of a form and the words of an address alike. */
export interface EnteredPolicy {
  basedOn: string
  required: string // 'on', or nothing
  graceDays: string
  totp: string // 'on', or nothing
  sms: string // 'on', or nothing
  trustDays: string
  alwaysRequiredTrustDays: string // '' for as everybody
  confirmSetUpByEmail: string
}

export type PolicyProblems = Partial<Record<PolicyField, string>>

const names = ['basedOn', 'required', 'graceDays', 'totp', 'sms', 'trustDays', 'alwaysRequiredTrustDays', 'confirmSetUpByEmail'] as const satisfies (keyof EnteredPolicy)[]

const confirmations: readonly string[] = ['nobody', 'always-required', 'everybody'] satisfies Policy['confirmSetUpByEmail'][]

/** Reads what was entered, or null when nothing was. */
export function readEntered(read: (name: string) => string | null | undefined): EnteredPolicy | null {
  const entered = Object.fromEntries(names.map((name) => [name, (read(name) ?? '').trim().slice(0, 20)])) as unknown as EnteredPolicy
  return entered.basedOn === '' ? null : entered
}

/** The form for a policy as it is. */
export function enteredOf(policy: Omit<PolicyDraft, 'basedOn'>, basedOn: number): EnteredPolicy {
  const on = (isOn: boolean) => (isOn ? 'on' : '')
  return {
    basedOn: String(basedOn),
    required: on(policy.required),
    graceDays: String(policy.graceDays),
    totp: on(policy.allowedMethods.includes('totp')),
    sms: on(policy.allowedMethods.includes('sms')),
    trustDays: String(policy.trustDays),
    alwaysRequiredTrustDays: policy.alwaysRequiredTrustDays === null ? '' : String(policy.alwaysRequiredTrustDays),
    confirmSetUpByEmail: policy.confirmSetUpByEmail,
  }
}

/** What an address says of it. */
export function enteredQuery(entered: EnteredPolicy): string {
  const said = names.map((name) => [name, entered[name]] as const).filter(([, value]) => value !== '')
  return new URLSearchParams(said as [string, string][]).toString()
}

/** Checks the form. What no form of ours sends is `invalid_input`. */
export function checkEntered(entered: EnteredPolicy, words: Text['administration']['policy']['problem']): { draft: PolicyDraft } | { problems: PolicyProblems } {
  const { confirmSetUpByEmail } = entered
  if (!/^\d{1,9}$/.test(entered.basedOn) || !confirmations.includes(confirmSetUpByEmail)) throw new NightlatchError('invalid_input')
  const graceDays = daysOf(entered.graceDays)
  const trustDays = daysOf(entered.trustDays)
  const isEmpty = entered.alwaysRequiredTrustDays === ''
  const alwaysRequiredTrustDays = isEmpty ? null : daysOf(entered.alwaysRequiredTrustDays)
  const allowedMethods = (['totp', 'sms'] as const satisfies MethodId[]).filter((method) => entered[method] === 'on')

  const problems: PolicyProblems = {
    ...(graceDays === null ? { graceDays: words.number(MOST_DAYS) } : {}),
    ...(allowedMethods.length === 0 ? { allowedMethods: words.noMethod } : {}),
    ...(trustDays === null ? { trustDays: words.number(MOST_DAYS) } : {}),
    ...(alwaysRequiredTrustDays === null && !isEmpty ? { alwaysRequiredTrustDays: words.numberOrNothing(MOST_DAYS) } : {}),
  }
  if (graceDays === null || trustDays === null || Object.keys(problems).length > 0) return { problems }
  return {
    draft: {
      basedOn: Number(entered.basedOn),
      required: entered.required === 'on',
      graceDays,
      allowedMethods,
      trustDays,
      alwaysRequiredTrustDays,
      confirmSetUpByEmail: confirmSetUpByEmail as Policy['confirmSetUpByEmail'],
    },
  }
}

function daysOf(text: string): number | null {
  return /^\d{1,3}$/.test(text) && Number(text) <= MOST_DAYS ? Number(text) : null
}
