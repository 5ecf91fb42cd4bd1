import type { Judgement, Judging } from '../engine/method.ts'

/** Judges a code that was sent, whatever the channel. It is good until the second before it expires. */
export function judgeSentCode({ code, now, sent }: Judging): Judgement {
  if (sent === null || !sent.matches(code)) return { kind: 'mismatch', why: { kind: 'wrong' } }
  if (now >= sent.expiresAt) return { kind: 'mismatch', why: { kind: 'expired' } }
  return { kind: 'match', spend: { kind: 'sent-code' } }
}
