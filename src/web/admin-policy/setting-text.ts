import type { PolicyField, PolicySettings } from '../../engine/policy-change.ts'
import type { Text } from '../ui/text/index.ts'

/** One setting in words. */
export function settingText({ administration, methods }: Text, settings: PolicySettings, field: PolicyField): string {
  const { value, field: words } = administration.policy
  switch (field) {
    case 'required':
      return settings.required ? value.yes : value.no
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
    return days === 0 ? value.noTrust : value.days(days)
  }
}

/** A change that is about to be made, or one that was made, in one line. */
export function changeText(text: Text, field: PolicyField, before: PolicySettings, after: PolicySettings, isDone = false): string {
  const { setting, change, changed } = text.administration.policy
  return (isDone ? changed : change)(setting[field], settingText(text, before, field), settingText(text, after, field))
}
