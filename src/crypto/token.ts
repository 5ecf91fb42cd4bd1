import { randomBytes } from 'node:crypto'
import { sha256 } from './hash.ts'

const SECRET_BYTES = 32
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const SECRET = /^[A-Za-z0-9_-]{43}$/

/** What a presented token says: the row to look up, and the hash that the row must hold. */
export interface ParsedToken {
  id: string
  hash: string
}

/**
 * Makes an opaque token, `<row id>.<43 characters of base64url>`, and the hash to store in its place.
 *
 * @param id - of the row, a lower-case UUID; throws `TypeError` for anything else
 */
export function newToken(id: string): { token: string; hash: string } {
  if (!UUID.test(id)) throw new TypeError('A token belongs to a row whose id is a lower-case UUID')
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  return { token: `${id}.${secret}`, hash: sha256(secret) }
}

/** Reads a token as a browser or a link presents it; `null` for anything of another shape. Never throws. */
export function parseToken(presented: unknown): ParsedToken | null {
  if (typeof presented !== 'string') return null
  const [id, secret, ...rest] = presented.split('.', 3)
  if (id === undefined || secret === undefined || rest.length > 0) return null
  return UUID.test(id) && SECRET.test(secret) ? { id, hash: sha256(secret) } : null
}
