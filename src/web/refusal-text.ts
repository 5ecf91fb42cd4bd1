import type { ChallengeView } from '../engine/challenge.ts'
import type { Refusal } from '../engine/proof.ts'
import type { Text } from './ui/text/index.ts'

/** What a person is told, beside the field, when a code was not taken. */
export function refusalText(text: Text, why: Refusal, view: Pick<ChallengeView, 'keypad' | 'attemptsLeft'>, now: number): string {
  const words = text.verify.wrong
  switch (why.kind) {
    case 'malformed':
      return view.keypad === 'letters' ? words.backup : words.shape
    case 'wrong':
      if (view.attemptsLeft <= 2) return words.triesLeft(view.attemptsLeft)
      return view.keypad === 'letters' ? words.backup : words.code
    case 'used':
      return view.keypad === 'letters' ? words.backupUsed : words.used
    case 'expired':
      return words.expired
    case 'clock-off':
      return why.minutes < 0 ? words.clockSlow(-why.minutes) : words.clockFast(why.minutes)
    case 'wait':
      return words.tooManyTries(why.until - now)
    case 'locked':
      return words.locked
  }
}

/** What stands in the way before anything is typed, or null. */
export function standingRefusal(text: Text, view: ChallengeView, now: number): string | null {
  if (view.refusal !== null) return refusalText(text, view.refusal, view, now)
  if (view.delivery === 'failed') return text.verify.wrong.textNotSent
  if (view.delivery === 'limited') return text.verify.wrong.textsUsedUp(60 * 60)
  return null
}
