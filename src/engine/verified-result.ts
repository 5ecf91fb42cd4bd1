import { newToken, parseToken } from '../crypto/token.ts'
import { sameHash } from '../crypto/hash.ts'
import { NightlatchError } from './errors.ts'
import type { Verified } from './model.ts'
import type { Ports, SessionOwner } from './ports.ts'

const REDEEM_WITHIN = 60 // seconds; the host redeems it in the same request

/** Embedded: the host owns sessions, so a sign-in ends in a result that it redeems once. */
export function createVerifiedResults({ random }: Pick<Ports, 'random'>): Pick<SessionOwner, 'open' | 'renew' | 'endOthers'> {
  return {
    open(verified) {
      const id = random.id()
      const { token, hash } = newToken(id)
      const { organizationId, userId, at } = verified
      return {
        token,
        changes: [
          {
            kind: 'one-time-token.issue',
            token: { id, purpose: 'verified', organizationId, userId, about: null, tokenHash: hash, data: { ...verified }, expiresAt: at + REDEEM_WITHIN, usedAt: null },
          },
        ],
      }
    },
    renew: () => ({ token: null, changes: [] }),
    endOthers: () => [],
  }
}

/**
 * Redeems a verified result for the session that the host opens. Works once,
 * and not after a change of password or methods.
 *
 * @param sessionId - the host's own; step-ups are kept by it
 */
export async function redeemVerified(ports: Ports, token: string, sessionId: string): Promise<Verified> {
  const parsed = parseToken(token)
  const found = parsed === null ? null : await ports.store.findOneTimeToken(parsed.id, 'verified')
  if (parsed === null || found === null || !sameHash(found.tokenHash, parsed.hash)) throw new NightlatchError('challenge_not_found')

  const verified = found.data as unknown as Verified
  const { organizationId, userId, passwordEpoch, factorEpoch, secondStepAt } = verified
  const refused = await ports.store.commit(organizationId, [
    { kind: 'user.unchanged', userId, passwordEpoch, factorEpoch },
    { kind: 'one-time-token.use', id: parsed.id, purpose: 'verified', at: ports.clock() },
    ...(secondStepAt === null ? [] : [{ kind: 'step-up.record' as const, sessionId, userId, factorEpoch, at: secondStepAt }]),
  ])
  if (refused !== null) throw new NightlatchError('challenge_not_found')
  return verified
}
