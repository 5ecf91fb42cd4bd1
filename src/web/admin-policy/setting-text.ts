import type { PolicyField, PolicySettings } from '../../engine/policy-change.ts'
import type { Text } from '../ui/text/index.ts'

/** One setting in words. */
export function settingText({ administration, methods }: Text, settings: PolicySettings, field: PolicyField): string {
  const { value, field: words } = administration.policy
  switch (field) {
    case 'required':
      return settings.required ? value.required : value.optional
    case 'graceDays':
      return settings.graceDays === 0 ? value.none : value.days(settings.graceDays)
    case 'allowedMethods':
      return settings.allowedMethods.map((method) => (method === 'email' ? '' : methods[method].name)).join(', ')
    case 'trustDays':
      return trustText(settings.trustDays)
    case 'alwaysRequiredTrustDays':
      return settings.alwaysRequiredTrustDays === null ? value.asEverybody : trustText(settings.alwaysRequiredTrustDays)
    case 'confirmSetUpByEmail':
      return words.confirm[settings.confirmSetUpByEmail].toLowerCase()
  }

  function trustText(days: number): string {
    return days === 0 ? value.none : value.days(days)
  }
}

/** A change in one line: "Grace period: 14 days instead of 7 days". */
export function changeText(text: Text, field: PolicyField, before: PolicySettings, after: PolicySettings): string {
  const { setting, change } = text.administration.policy
  return change(setting[field], settingText(text, before, field), settingText(text, after, field))
}
