import type { PolicyDraft, PolicySaved } from '../../engine/policy-change.ts'
import { changedFields, settingsOf } from '../../engine/policy-change.ts'
import { Icon } from '../ui/icon.tsx'
import { momentText } from '../ui/time.tsx'
import type { View } from '../ui/view.ts'
import { settingText } from './setting-text.ts'

export type Outdated = Extract<PolicySaved, { kind: 'outdated' }>

/** What another administrator saved meanwhile, and which of it was entered differently here. */
export function OutdatedAlert({ view, outdated, draft }: { view: View; outdated: Outdated; draft: PolicyDraft }) {
  const { outdated: words, setting, isNow } = view.text.administration.policy
  const current = settingsOf(outdated.policy)
  const contested = changedFields(current, outdated.merged)
  return (
    <div class="alert warning" role="alert">
      <Icon name="alert" />
      <div>
        <p><strong>{words.title(outdated.by ?? words.somebody, momentText(view, outdated.at))}</strong></p>
        <p>{words.lead}</p>
        <ul class="plain">
          {outdated.changed.map((field) => (
            <li>
              {isNow(setting[field], settingText(view.text, current, field))}
              {contested.includes(field) && <> {words.kept(settingText(view.text, draft, field))}</>}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
