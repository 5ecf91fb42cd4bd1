import { encodeBase32 } from '../crypto/base32.ts'
import { parseSixDigits } from '../engine/code.ts'
import type { Draft, DraftInput, Judgement, Judging, Method, Mismatch } from '../engine/method.ts'
import type { EpochSeconds } from '../engine/model.ts'
import { clockOffset, matchTimeStep, otpauthUri, stepAt } from './totp-code.ts'

const SECRET_BYTES = 20 // RFC 4226 §4, R6

/** A code of an authenticator app. */
export const totp: Method = {
  id: 'totp',
  role: 'authenticator',
  keypad: 'digits',
  budget: 'six-digit',
  channel: null,
  amr: 'otp',
  parse: parseSixDigits,
  judge,
  enrollment: { draft },
}

async function draft({ user, applicationName, random }: DraftInput): Promise<Draft> {
  const secret = random.bytes(SECRET_BYTES)
  const uri = otpauthUri({ secret, issuer: applicationName, account: user.email ?? user.userName })
  return { kind: 'draft', secret, label: '', data: {}, reveal: { uri, key: encodeBase32(secret) } }
}

function judge({ code, now, held }: Judging): Judgement {
  if (held === null) return mismatch({ kind: 'wrong' })
  const refused = refusedSteps(held.data, now)

  const step = matchTimeStep(held.secret, code, now)
  if (step !== null) {
    const isFresh = step > held.lastCounter && !refused.includes(step)
    return isFresh ? { kind: 'match', spend: { kind: 'counter', counter: step } } : mismatch({ kind: 'used' })
  }

  const offset = clockOffset(held.secret, code, now)
  if (offset === null) return mismatch({ kind: 'wrong' })
  if (offset.step <= held.lastCounter) return mismatch({ kind: 'used' })
  const why = { kind: 'clock-off', minutes: minutesOff(offset.seconds) } as const
  if (offset.seconds < 0 || refused.includes(offset.step)) return mismatch(why)
  // Somebody may have seen it being typed: it must not work when its time comes.
  return { ...mismatch(why), remember: { ...held.data, refusedSteps: [...refused, offset.step] } }
}

function mismatch(why: Mismatch): Extract<Judgement, { kind: 'mismatch' }> {
  return { kind: 'mismatch', why }
}

/** The steps refused before their time, without those that no code can match any more. */
function refusedSteps(data: Readonly<Record<string, unknown>>, now: EpochSeconds): number[] {
  const steps: unknown = data['refusedSteps']
  const oldest = stepAt(now) - 1
  return Array.isArray(steps) ? steps.filter((step) => typeof step === 'number' && step >= oldest) : []
}

/** Whole minutes, at least one, and the same in both directions. */
function minutesOff(seconds: number): number {
  return Math.sign(seconds) * Math.max(1, Math.round(Math.abs(seconds) / 60))
}
