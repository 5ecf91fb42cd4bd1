/** Authenticator apps read secrets in this one (RFC 4648 §6). */
const RFC_4648 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** For people: no I, L, O or U (https://www.crockford.com/base32.html). */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Writes bytes as base 32, five bits a character, without padding. */
export function encodeBase32(bytes: Uint8Array, alphabet: string = RFC_4648): string {
  let text = ''
  let bits = 0
  let pending = 0
  for (const byte of bytes) {
    pending = (pending << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet.charAt((pending >> (bits - 5)) & 31)
    pending &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet.charAt((pending << (5 - bits)) & 31) : text
}

/** Reads base 32 of RFC 4648 in either case, with or without padding; `null` when no bytes are written like that. */
export function decodeBase32(text: string): Uint8Array | null {
  const bytes: number[] = []
  let bits = 0
  let pending = 0
  for (const character of text.replace(/={1,6}$/, '')) {
    const value = RFC_4648.indexOf(/[a-z]/.test(character) ? character.toUpperCase() : character)
    if (value === -1) return null
    pending = (pending << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push(pending >> bits)
      pending &= (1 << bits) - 1
    }
  }
  const isWhole = bits < 5 && pending === 0
  return isWhole ? Uint8Array.from(bytes) : null
}
