import type { ChallengeView } from '../../engine/challenge.ts'
import type { View } from '../ui/view.ts'

/** How a page asks for the code of each method. */
export function promptOf(challenge: ChallengeView) {
  switch (challenge.method) {
    case 'backup-code':
      return { kind: 'backup', source: 'backup', icon: 'key', lead: ({ text }: View) => text.verify.lead.backup } as const
    case 'recovery-pass':
      return { kind: 'recoveryPass', source: 'backup', icon: 'people', lead: ({ text }: View) => text.verify.lead.recoveryPass } as const
    case 'sms':
      return { kind: 'sms', source: 'texted', icon: 'text', lead: ({ text }: View) => smsLead(text, challenge) } as const
    default:
      return { kind: 'totp', source: 'app', icon: 'app', lead: ({ text, applicationName }: View) => text.verify.lead.totp(applicationName) } as const
  }
}

/** A page must not say that a text is underway when it is not. */
function smsLead(text: View['text'], { delivery, destination }: ChallengeView): string {
  return delivery === 'sent' ? text.verify.lead.sms(destination ?? '') : text.verify.lead.smsNotSent(destination ?? '')
}
