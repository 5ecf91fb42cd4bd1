import type { ChallengeView } from '../../engine/challenge-view.ts'
import { Alert } from '../ui/alert.tsx'
import type { Text } from '../ui/text/index.ts'
import type { View } from '../ui/view.ts'

/**
 * What is known of the text that was sent, or that texts are off, so that nobody waits for one. While more may come to be known, a
 * script follows along by asking for `page` again; without one, a reload does it.
 */
export function DeliveryStatus({ view, challenge, page }: { view: View; challenge: ChallengeView; page: string }) {
  const { method, delivery, areTextsOff } = challenge
  const { status } = view.text.verify
  if (method !== 'sms') return areTextsOff ? <Alert kind="info">{status.textsOff}</Alert> : null
  const problem = deliveryProblem(view.text, challenge)
  return (
    <div id="delivery" data-delivery={isUnderWay(delivery) ? view.href(page) : undefined}>
      {problem !== null && <Alert kind="error">{problem}</Alert>}
      {(delivery === 'delivered' || delivery === 'unconfirmed') && <p class="small muted">{status[delivery]}</p>}
    </div>
  )
}

/** Whether a page may say that a text was sent, as far as anybody knows. */
function isUnderWay(delivery: ChallengeView['delivery']): boolean {
  return delivery === 'sent' || delivery === 'unconfirmed'
}

/** What to do about a text that did not arrive; null where none failed. */
export function deliveryProblem(text: Text, { delivery, purpose, others, destination }: Pick<ChallengeView, 'delivery' | 'purpose' | 'others' | 'destination'>): string | null {
  const { status, wrong } = text.verify
  if (delivery === 'failed') {
    if (purpose === 'enroll') return text.setUp.phoneCode.notSent
    return others.length > 0 ? wrong.notSent : wrong.notSentOnlyWay
  }
  if (delivery !== 'unreachable' && delivery !== 'blocked') return null
  if (purpose === 'enroll') return `${status[delivery].new} ${status.another}`
  const { use, app, backupCode } = wrong.limited
  const ways = [...(others.includes('totp') ? [app] : []), ...(others.includes('backup-code') ? [backupCode] : [])]
  return `${status[delivery].ending(destination ?? '')} ${ways.length > 0 ? use(ways) : status.nothingElse}`
}
