import type { ChallengeView } from '../../engine/challenge-view.ts'
import type { MethodId } from '../../engine/model.ts'
import type { CodeSource } from '../ui/code-field.tsx'
import type { IconName } from '../ui/icon.tsx'
import type { View } from '../ui/view.ts'

interface Prompt {
  kind: keyof View['text']['verify']['label']
  source: CodeSource
  icon: IconName
  lead(view: View, challenge: ChallengeView): string
}

/** How a page asks for the code of each method that signs in; the compiler names one that is missing. */
const prompts: Record<Exclude<MethodId, 'email'>, Prompt> = {
  totp: { kind: 'totp', source: 'app', icon: 'app', lead: ({ text, applicationName }) => text.verify.lead.totp(applicationName) },
  sms: { kind: 'sms', source: 'texted', icon: 'text', lead: ({ text }, challenge) => smsLead(text, challenge) },
  'backup-code': { kind: 'backup', source: 'backup', icon: 'key', lead: ({ text }) => text.verify.lead.backup },
  'recovery-pass': { kind: 'recoveryPass', source: 'backup', icon: 'people', lead: ({ text }) => text.verify.lead.recoveryPass },
}

export function promptOf(challenge: ChallengeView) {
  const { method } = challenge
  // Where no way is left, the page can only point to the other ways.
  const prompt = prompts[method === null || method === 'email' ? 'totp' : method]
  return { ...prompt, lead: (view: View) => prompt.lead(view, challenge) }
}

/** A page must not say that a text is underway when it is not. */
function smsLead(text: View['text'], { delivery, destination }: ChallengeView): string {
  return delivery === 'sent' || delivery === 'delivered' ? text.verify.lead.sms(destination ?? '') : text.verify.lead.smsNotSent(destination ?? '')
}
