import { createHmac } from 'node:crypto'
import { encodeBase32 } from '../crypto/base32.ts'
import type { EpochSeconds } from '../engine/model.ts'

const STEP_SECONDS = 30
const WINDOW_STEPS = 1
const CLOCK_HELP_STEPS = 600 / STEP_SECONDS
const SIX_DIGITS = /^[0-9]{6}$/

/** How far the clock of somebody's phone is off. */
export interface ClockOffset {
  /** The time step that the refused code belongs to. */
  step: number
  /** Positive when the phone is fast, negative when it is slow; a multiple of 30. */
  seconds: number
}

/** The six digits that an authenticator app shows during a time step (RFC 6238 §4, HMAC-SHA-1). */
export function codeAt(secret: Uint8Array, step: number): string {
  return String(numberAt(secret, step)).padStart(6, '0')
}

/**
 * Finds the time step that a code from an authenticator app belongs to.
 *
 * Looks one step (30 s) either side of `now`, for clock drift (RFC 6238 §5.2);
 * the latest wins where a code fits two. The caller must accept only a step
 * greater than the last accepted one: a code is good once, even inside its
 * own 30 s.
 *
 * @param secret - shared key, 20 bytes (RFC 4226 §4, R6)
 * @param code - anything but six ASCII digits matches nothing
 * @param now - epoch seconds of the server's clock, never the client's
 * @returns the matched step, or `null`. Never throws for a wrong code.
 */
export function matchTimeStep(secret: Uint8Array, code: string, now: EpochSeconds): number | null {
  if (!SIX_DIGITS.test(code)) return null

  const typed = Number(code)
  const current = stepAt(now)
  let matched: number | null = null
  // Every step is tried and integers are compared, so the time tells nothing of a wrong code.
  for (let step = current - WINDOW_STEPS; step <= current + WINDOW_STEPS; step += 1) {
    if (numberAt(secret, step) === typed) matched = step
  }
  return matched
}

/**
 * Explains a code that `matchTimeStep` refused: the nearest step within 10
 * minutes that it would fit, so that the person can be told to set the clock.
 * It remains a wrong code.
 *
 * @param now - epoch seconds of the server's clock
 */
export function clockOffset(secret: Uint8Array, code: string, now: EpochSeconds): ClockOffset | null {
  if (!SIX_DIGITS.test(code)) return null

  const typed = Number(code)
  const current = stepAt(now)
  let nearest: number | null = null // the farthest are tried first, so the last to fit is the nearest
  for (let distance = CLOCK_HELP_STEPS; distance > WINDOW_STEPS; distance -= 1) {
    for (const step of [current + distance, current - distance]) {
      if (numberAt(secret, step) === typed) nearest = step
    }
  }
  return nearest === null ? null : { step: nearest, seconds: (nearest - current) * STEP_SECONDS }
}

/**
 * The text of the QR code that an authenticator app scans
 * (https://github.com/google/google-authenticator/wiki/Key-Uri-Format).
 *
 * Algorithm, digits and period are left out: SHA-1, 6 and 30 are the default
 * everywhere, some apps ignore the parameters, and a shorter text is easier to scan.
 *
 * @param issuer - name of the service; given twice, as some apps read only the label
 * @param account - what tells this account from others at the same service, such as an e-mail address
 */
export function otpauthUri({ secret, issuer, account }: { secret: Uint8Array; issuer: string; account: string }): string {
  const service = uriPart(issuer)
  return `otpauth://totp/${service}:${uriPart(account)}?secret=${encodeBase32(secret)}&issuer=${service}`
}

/** A colon separates issuer from account even when escaped, and several apps show `+` for a space. */
function uriPart(name: string): string {
  const text = Buffer.from(name.replaceAll(':', ' ')).toString() // encoding a lone surrogate would throw
  return encodeURIComponent(text.replace(/\s+/g, ' ').trim())
}

/** The time step that a moment is in. */
export function stepAt(now: EpochSeconds): number {
  return Math.floor(now / STEP_SECONDS)
}

/** HOTP with dynamic truncation (RFC 4226 §5.3), as a number below one million. */
function numberAt(secret: Uint8Array, step: number): number {
  const counter = Buffer.alloc(8)
  counter.writeUInt32BE(Math.floor(step / 2 ** 32) >>> 0)
  counter.writeUInt32BE(step >>> 0, 4)
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0x0f
  return (mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000
}
