import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameHash } from '../../src/crypto/hash.ts'
import { newToken, parseToken } from '../../src/crypto/token.ts'
import { anyText } from '../support/any-text.ts'

const id = '01890a5d-ac96-774b-bcce-b302099a8057'

describe('newToken', () => {
  it('gives a token that is read back to its row and hash', () => {
    const { token, hash } = newToken(id)
    expect(token).toMatch(/^01890a5d-ac96-774b-bcce-b302099a8057\.[A-Za-z0-9_-]{43}$/)
    expect(parseToken(token)).toEqual({ id, hash })
  })

  it('stores SHA-256 of the secret part, so that the stored value is no token', () => {
    const { token, hash } = newToken(id)
    expect(hash).toBe(createHash('sha256').update(token.slice(id.length + 1)).digest('base64url'))
    expect(parseToken(`${id}.${hash}`)?.hash).not.toBe(hash)
  })

  it('is another each time', () => {
    expect(newToken(id).token).not.toBe(newToken(id).token)
  })

  it('refuses a row whose id is no UUID', () => {
    expect(() => newToken('42')).toThrow(TypeError)
  })
})

describe('parseToken', () => {
  const { token } = newToken(id)
  const secret = token.slice(id.length + 1)

  it.each([
    '', id, `${id}.`, `.${secret}`, `${token}.`, `${token}.x`, ` ${token}`, `${token}\n`, `${token}=`, token.slice(0, -1),
    `${token}A`, token.replace('.', ':'), token.replace(id, id.toUpperCase()), `${id}.${'+'.repeat(43)}`, `%00.${secret}`,
  ])('refuses %j', (text) => {
    expect(parseToken(text)).toBeNull()
  })

  it('is null for any other string or value, and never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => { expect(parseToken(value)).toBeNull() }))
    fc.assert(fc.property(anyText(), (text) => { expect(parseToken(text)).toBeNull() }))
  })

  it('gives another hash when any character of the secret differs, the last one too', () => {
    for (let index = 0; index < secret.length; index += 1) {
      for (const other of ['A', 'B', 'C', 'D']) {
        if (secret[index] === other) continue
        const altered = `${id}.${secret.slice(0, index)}${other}${secret.slice(index + 1)}`
        expect(sameHash(parseToken(altered)!.hash, parseToken(token)!.hash)).toBe(false)
      }
    }
  })
})
