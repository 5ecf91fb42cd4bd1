import type { Candidate, Challenge } from '../engine/model.ts'
import type { ChallengeTable } from './schema.ts'

/** A row as the rules know it. */
export function challengeOf(row: ChallengeTable): Challenge {
  return {
    id: row.id,
    organizationId: row.organization_id,
    userId: row.user_id,
    purpose: row.purpose,
    tokenHash: row.token_hash,
    boundTo: row.bound_to,
    method: row.method,
    candidate: candidateOf(row),
    codeHash: row.code_hash,
    codeExpiresAt: row.code_expires_at,
    codeSentAt: row.code_sent_at,
    sends: row.sends,
    delivery: row.delivery,
    limitedUntil: row.limited_until,
    attemptsLeft: row.attempts_left,
    because: row.because,
    knownDeviceId: row.known_device_id,
    emailConfirmedAt: row.email_confirmed_at,
    amr: JSON.parse(row.amr),
    returnTo: row.return_to,
    passwordEpoch: row.password_epoch,
    factorEpoch: row.factor_epoch,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    consumedAt: row.consumed_at,
  }
}

/** The row of a challenge; the organization is the commit's, whatever the challenge says. */
export function challengeRow(organizationId: string, challenge: Challenge): ChallengeTable {
  const { data: candidateData, ...candidate } = challenge.candidate ?? { data: null }
  return {
    id: challenge.id,
    organization_id: organizationId,
    user_id: challenge.userId,
    purpose: challenge.purpose,
    token_hash: challenge.tokenHash,
    bound_to: challenge.boundTo,
    method: challenge.method,
    candidate: challenge.candidate === null ? null : JSON.stringify(candidate),
    candidate_data: candidateData === null ? null : JSON.stringify(candidateData),
    code_hash: challenge.codeHash,
    code_expires_at: challenge.codeExpiresAt,
    code_sent_at: challenge.codeSentAt,
    sends: challenge.sends,
    delivery: challenge.delivery,
    limited_until: challenge.limitedUntil,
    attempts_left: challenge.attemptsLeft,
    because: challenge.because,
    known_device_id: challenge.knownDeviceId,
    email_confirmed_at: challenge.emailConfirmedAt,
    amr: JSON.stringify(challenge.amr),
    return_to: challenge.returnTo,
    password_epoch: challenge.passwordEpoch,
    factor_epoch: challenge.factorEpoch,
    created_at: challenge.createdAt,
    expires_at: challenge.expiresAt,
    consumed_at: challenge.consumedAt,
  }
}

function candidateOf({ candidate, candidate_data }: ChallengeTable): Candidate | null {
  if (candidate === null) return null
  return { ...JSON.parse(candidate), data: JSON.parse(candidate_data ?? '{}') }
}
