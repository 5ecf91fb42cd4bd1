import type { Kysely } from 'kysely'
import type { Changes } from '../engine/changes.ts'
import type { Challenge, EpochSeconds } from '../engine/model.ts'
import type { ChallengeKey } from '../engine/ports.ts'
import { always, type Appliers, changesOne, type Tx } from './applier.ts'
import { challengeOf, challengeRow } from './challenge-rows.ts'
import { prepared } from './prepared.ts'
import type { ChallengeTable, Schema } from './schema.ts'

/** What is pending, found by the browser's cookie or by what it is bound to. */
export function challengeQueries(db: Kysely<Schema>) {
  return {
    async findChallenge(key: ChallengeKey): Promise<Challenge | null> {
      const { rows } = await ('tokenHash' in key ? byToken(db, key) : byWhatItIsBoundTo(db, key))
      const [row] = rows
      return row === undefined ? null : challengeOf(row)
    },
  }
}

type ByToken = Extract<ChallengeKey, { tokenHash: string }>
type ByWhatItIsBoundTo = Exclude<ChallengeKey, ByToken>

const byToken = prepared((db, { id, tokenHash }: ByToken) =>
  db.selectFrom('nightlatch_challenge').selectAll().where('id', '=', id).where('token_hash', '=', tokenHash),
)

const byWhatItIsBoundTo = prepared((db, { organizationId, userId, boundTo, purpose }: ByWhatItIsBoundTo) =>
  db
    .selectFrom('nightlatch_challenge')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('user_id', '=', userId)
    .where('bound_to', '=', boundTo)
    .where('purpose', '=', purpose),
)

/**
 * Spends one attempt and returns the challenge, or null when it is unknown,
 * expired, consumed or out of attempts. The read is the guard: two racing
 * guesses spend two attempts.
 */
export async function spendChallengeAttempt(tx: Tx, attempt: SpentOn): Promise<Challenge | null> {
  const { rows } = await spend(tx, attempt)
  return rows[0] === undefined ? null : challengeOf(rows[0])
}

interface SpentOn {
  organizationId: string
  challengeId: string
  userId: string
  at: EpochSeconds
}

const spend = prepared((tx, { organizationId, challengeId, userId, at }: SpentOn) =>
  open(tx, organizationId, challengeId, at)
    .set((eb) => ({ attempts_left: eb('attempts_left', '-', 1) }))
    .where('user_id', '=', userId)
    .where('attempts_left', '>', 0)
    .returningAll(),
)

const consume = prepared((tx, { organizationId, id, codeHash, at }: { organizationId: string; id: string; codeHash: string | null; at: EpochSeconds }) =>
  open(tx, organizationId, id, at).set({ consumed_at: at }).where('code_hash', 'is not distinct from', codeHash),
)

const openOrReplace = prepared((tx, row: ChallengeTable) =>
  tx
    .insertInto('nightlatch_challenge')
    .values(row)
    .onConflict((conflict) => conflict.columns(['organization_id', 'user_id', 'bound_to', 'purpose']).doUpdateSet(row)),
)

export const challengeAppliers = {
  'challenge.open': (tx, organizationId, { challenge }) => always(openOrReplace(tx, challengeRow(organizationId, challenge))),

  'challenge.send': (tx, organizationId, { id, sends, codeHash, codeExpiresAt, at }) =>
    changesOne(
      open(tx, organizationId, id, at)
        .set({ code_hash: codeHash, code_expires_at: codeExpiresAt, code_sent_at: at, sends: sends + 1, delivery: 'sent', limited_until: null })
        .where('sends', '=', sends),
    ),

  'challenge.delivery': (tx, organizationId, { id, sends, delivery, limitedUntil = null }) =>
    always(byId(tx, organizationId, id).set({ delivery, limited_until: limitedUntil }).where('sends', '=', sends)),

  'challenge.delivered': (tx, organizationId, { id, sentAt, delivery }) =>
    always(byId(tx, organizationId, id).set({ delivery }).where('code_sent_at', '=', sentAt).where('delivery', 'in', knownBefore[delivery])),

  'challenge.choose': (tx, organizationId, { id, method, at }) =>
    changesOne(
      // The sent code and its time stay: going back and forth neither costs the text in hand nor shortens the wait for the next.
      open(tx, organizationId, id, at).set({ method }),
    ),

  'challenge.consume': (tx, organizationId, { id, codeHash, at }) =>
    changesOne(consume(tx, { organizationId, id, codeHash, at })),

  'challenge.email-confirmed': (tx, organizationId, { id, at }) =>
    changesOne(open(tx, organizationId, id, at).set({ email_confirmed_at: at })),

  'candidate.remember': (tx, organizationId, { challengeId, former, data }) =>
    changesOne(
      byId(tx, organizationId, challengeId)
        .set({ candidate_data: JSON.stringify(data) })
        .where('candidate', 'is not', null)
        .where('candidate_data', '=', JSON.stringify(former)),
    ),
} satisfies Partial<Appliers>

const onItsWay = ['sent', 'unconfirmed'] as const
const failed = ['failed', 'unreachable', 'blocked'] as const

/** What may be known of a sent code before each thing that may come to be known. A late "delivered" undoes a failure. */
const knownBefore: Record<Changes['challenge.delivered']['delivery'], readonly Challenge['delivery'][]> = {
  unconfirmed: ['sent'],
  sent: ['unconfirmed'],
  failed: onItsWay,
  unreachable: onItsWay,
  blocked: onItsWay,
  delivered: [...onItsWay, ...failed],
}

function open(tx: Kysely<Schema>, organizationId: string, id: string, at: EpochSeconds) {
  return byId(tx, organizationId, id).where('consumed_at', 'is', null).where('expires_at', '>', at)
}

function byId(tx: Kysely<Schema>, organizationId: string, id: string) {
  return tx.updateTable('nightlatch_challenge').where('organization_id', '=', organizationId).where('id', '=', id)
}
