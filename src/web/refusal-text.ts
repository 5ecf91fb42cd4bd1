import type { ChallengeView } from '../engine/challenge-view.ts'
import type { MethodId } from '../engine/model.ts'
import type { NotProved } from '../engine/proof.ts'
import type { Text } from './ui/text/index.ts'

type Wrong = Text['verify']['wrong']
type Plain = { [Name in keyof Wrong]: Wrong[Name] extends string ? Name : never }[keyof Wrong]

/** What is said of each method's codes; the compiler names a method that is missing. */
const wordsOf: Record<MethodId, Record<'malformed' | 'wrong' | 'used', Plain>> = {
  totp: { malformed: 'shape', wrong: 'code', used: 'used' },
  sms: { malformed: 'shape', wrong: 'code', used: 'sentUsed' },
  email: { malformed: 'shape', wrong: 'code', used: 'sentUsed' },
  'backup-code': { malformed: 'backup', wrong: 'backup', used: 'backupUsed' },
  'recovery-pass': { malformed: 'recoveryPass', wrong: 'recoveryPass', used: 'recoveryPass' },
}

type Refused = Pick<Extract<NotProved, { kind: 'refused' }>, 'why' | 'method'> & { view: Pick<ChallengeView, 'attemptsLeft'> }

/** What a person is told, beside the field, when a code was not taken. */
export function refusalText(text: Text, { why, method, view }: Refused, now: number): string {
  const words = text.verify.wrong
  switch (why.kind) {
    case 'wrong':
      return view.attemptsLeft <= 2 ? words.triesLeft(view.attemptsLeft) : words[wordsOf[method].wrong]
    case 'malformed':
    case 'used':
      return words[wordsOf[method][why.kind]]
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

/** What was typed, where there may be a slip in it to mend: a code that is used, too old or of another time is of no more use. */
export function typedToMend({ why }: Pick<Refused, 'why'>, typed: string): string | undefined {
  return why.kind === 'wrong' || why.kind === 'malformed' ? typed : undefined
}

/** What stands in the way before anything is typed, or null. */
export function standingRefusal(text: Text, view: ChallengeView, now: number): string | null {
  const { method, refusal, delivery } = view
  if (method !== null && refusal !== null) return refusalText(text, { why: refusal, method, view }, now)
  if (delivery === 'failed' && method === 'email') return text.required.emailCode.notSent // of a text, `DeliveryStatus` says it
  if (delivery === 'limited') return method === 'email' ? text.required.emailCode.usedUp(secondsUntil(view, now)) : limitedText(text, view, now)
  return null
}

/** Nothing of it is about others, though the reason may be. */
function limitedText({ verify }: Text, view: ChallengeView, now: number): string {
  const { limited } = verify.wrong
  const ways = [...(view.others.includes('totp') ? [limited.app] : []), ...(view.others.includes('backup-code') ? [limited.backupCode] : [])]
  return `${view.limitedUntil === null ? limited.now : limited.until(secondsUntil(view, now))} ${ways.length > 0 ? limited.use(ways) : limited.nothingElse}`
}

/** Where nobody can say when, an hour is worth a try. */
function secondsUntil({ limitedUntil }: ChallengeView, now: number): number {
  return limitedUntil === null ? 60 * 60 : Math.max(0, limitedUntil - now)
}
