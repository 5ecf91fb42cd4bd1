import { sameHash } from '../crypto/hash.ts'
import { newToken, parseToken } from '../crypto/token.ts'
import type { Change } from '../engine/changes.ts'
import type { OneTimeToken } from '../engine/model.ts'
import type { AccountsPorts } from './ports.ts'

/** Makes the token of a link that works once; only its hash is kept. */
export function newLink(
  { clock, random }: AccountsPorts,
  link: Pick<OneTimeToken, 'purpose' | 'organizationId' | 'userId' | 'data'> & { seconds: number },
): { token: string; issue: Change } {
  const { purpose, organizationId, userId, data, seconds } = link
  const id = random.id()
  const { token, hash } = newToken(id)
  const row: OneTimeToken = { id, purpose, organizationId, userId, about: null, tokenHash: hash, data, expiresAt: clock() + seconds, usedAt: null }
  return { token, issue: { kind: 'one-time-token.issue', token: row } }
}

/** Finds the link while it may still be used, and leaves it as it is. */
export async function findOpenLink({ store, clock }: AccountsPorts, token: string, purpose: OneTimeToken['purpose']): Promise<OneTimeToken | null> {
  const parsed = parseToken(token)
  const link = parsed === null ? null : await store.findOneTimeToken(parsed.id, purpose)
  if (parsed === null || link === null || !sameHash(link.tokenHash, parsed.hash)) return null
  return link.usedAt === null && clock() < link.expiresAt ? link : null
}
