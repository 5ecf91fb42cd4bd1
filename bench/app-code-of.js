import { createHmac } from 'node:crypto'

/**
 * What somebody's app shows now (RFC 6238).
 *
 * @param {Uint8Array} secret
 */
export function appCodeOf(secret, stepsFromNow = 0) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + stepsFromNow))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0x0f) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
