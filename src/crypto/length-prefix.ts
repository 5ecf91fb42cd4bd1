/**
 * Joins texts so that different lists never give the same bytes: each is
 * preceded by its length in bytes, 4 bytes big-endian.
 */
export function lengthPrefixed(texts: readonly string[]): Uint8Array {
  const chunks = texts.flatMap((text) => {
    // UTF-8 would turn every lone surrogate into the same character.
    const bytes = Buffer.from(text, 'utf16le')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return [length, bytes]
  })
  return Buffer.concat(chunks)
}
