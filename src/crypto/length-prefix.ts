/**
 * Joins texts so that different lists never give the same bytes: each is
 * preceded by its length in bytes, 4 bytes big-endian.
 */
export function lengthPrefixed(texts: readonly string[]): Uint8Array {
  const size = texts.reduce((sum, text) => sum + 4 + 2 * text.length, 0)
  const bytes = Buffer.allocUnsafe(size) // all of it is written
  let at = 0
  for (const text of texts) {
    at = bytes.writeUInt32BE(2 * text.length, at)
    // UTF-8 would turn every lone surrogate into the same character.
    at += bytes.write(text, at, 'utf16le')
  }
  return bytes
}
