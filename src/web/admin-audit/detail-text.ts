import type { AuditEvent } from '../../engine/audit.ts'
import type { PolicyField } from '../../engine/policy-change.ts'
import { momentText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'

/** The details of an event in plain words, one each. What has no words of its own is shown as it is: nothing is left out. */
export function detailTexts(view: View, { action, detail }: Pick<AuditEvent, 'action' | 'detail'>): string[] {
  const words = view.text.auditLog.detail
  const { setting, value: valueOf } = view.text.administration.policy
  return Object.entries(detail).filter(([name]) => !isSaid(action, name)).map(([name, value]) => {
    switch (name) {
      case 'purpose':
      case 'why':
      case 'because':
      case 'next':
      case 'during':
      case 'by':
      case 'file':
        return known(words[name], String(value)) ?? raw(name, value)
      case 'amr':
        return words.provedBy(String(value).split(' ').map((each) => known(words.proof, each) ?? each).join(', '))
      case 'path':
        return words.page(String(value))
      case 'reason':
        return words.reason(String(value))
      case 'until':
        return words.until(momentText(view, Number(value)))
      case 'people':
        return words.people(Number(value))
      case 'left':
        return words.left(Number(value))
      case 'changed':
        return action === 'policy.changed' ? words.changed(String(value).split(' ').map((field) => setting[field as PolicyField] ?? field).join(', ')) : raw(name, value)
      case 'required':
        return words.setting(setting.required, value === 'yes' ? valueOf.required : valueOf.optional)
      case 'methods':
        return words.setting(setting.allowedMethods, String(value).split(' ').map((method) => methodName(view, method)).join(', '))
      case 'graceDays':
      case 'trustDays':
        return words.setting(setting[name], Number(value) === 0 ? valueOf.none : valueOf.days(Number(value)))
      default:
        return raw(name, value)
    }
  })

  function raw(name: string, value: string | number): string {
    return words.setting(name, String(value))
  }
}

/** Is it in what happened already? */
function isSaid(action: AuditEvent['action'], name: string): boolean {
  return (action === 'sign-in.completed' && name === 'because') || (action === 'backup-code.used' && name === 'left')
}

function known(words: Readonly<Record<string, string>>, value: string): string | null {
  return Object.hasOwn(words, value) ? (words[value] ?? null) : null
}

function methodName({ text }: View, method: string): string {
  return method === 'totp' || method === 'sms' ? text.methods[method].name : method
}
