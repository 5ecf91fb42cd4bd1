import type { Kysely } from 'kysely'
import type { Session } from '../accounts/ports.ts'
import type { EpochSeconds } from '../engine/model.ts'
import { always, type Appliers, changesOne } from './applier.ts'
import { prepared } from './prepared.ts'
import type { Schema, SessionTable } from './schema.ts'

const MINUTE = 60

/** The standalone server's own sessions. */
export function sessionQueries(db: Kysely<Schema>) {
  return {
    async findSession(id: string, tokenHash: string): Promise<Session | null> {
      const { rows } = await byToken(db, { id, tokenHash })
      return rows[0] === undefined ? null : sessionOf(rows[0])
    },

    async touchSession(id: string, at: EpochSeconds): Promise<void> {
      await db
        .updateTable('nightlatch_session')
        .set({ last_seen_at: at })
        .where('id', '=', id)
        .where('last_seen_at', '<=', at - MINUTE)
        .execute()
    },

    /** The one used last comes first. */
    async listSessions(organizationId: string, userId: string): Promise<Session[]> {
      const rows = await db
        .selectFrom('nightlatch_session')
        .selectAll()
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .orderBy('last_seen_at', 'desc')
        .orderBy('id', 'desc')
        .execute()
      return rows.map(sessionOf)
    },
  }
}

export const sessionAppliers = {
  'session.open': (tx, organizationId, { session }) =>
    always(
      insert(tx, {
        id: session.id,
        organization_id: organizationId,
        user_id: session.userId,
        token_hash: session.tokenHash,
        amr: JSON.stringify(session.amr),
        password_epoch: session.passwordEpoch,
        factor_epoch: session.factorEpoch,
        address: session.address,
        agent: session.agent,
        created_at: session.createdAt,
        expires_at: session.expiresAt,
        last_seen_at: session.createdAt,
      }),
    ),

  'session.renew': (tx, organizationId, { id, userId, tokenHash }) => {
    const user = tx.selectFrom('nightlatch_user').where('organization_id', '=', organizationId).where('id', '=', userId)
    return changesOne(
      tx
        .updateTable('nightlatch_session')
        .set({
          token_hash: tokenHash,
          password_epoch: user.select('password_epoch').$asScalar(),
          factor_epoch: user.select('factor_epoch').$asScalar(),
        })
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('id', '=', id),
    )
  },

  'session.end': (tx, organizationId, { id, userId }) =>
    changesOne(
      tx
        .deleteFrom('nightlatch_session')
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('id', '=', id),
    ),

  'sessions.end-all': (tx, organizationId, { userId, except }) =>
    always(
      tx
        .deleteFrom('nightlatch_session')
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .$if(except !== null, (query) => query.where('id', '<>', except)),
    ),
} satisfies Partial<Appliers>

const byToken = prepared((db, { id, tokenHash }: { id: string; tokenHash: string }) =>
  db.selectFrom('nightlatch_session').selectAll().where('id', '=', id).where('token_hash', '=', tokenHash),
)

const insert = prepared((tx, row: SessionTable) => tx.insertInto('nightlatch_session').values(row))

function sessionOf(row: SessionTable): Session {
  return {
    id: row.id,
    organizationId: row.organization_id,
    userId: row.user_id,
    tokenHash: row.token_hash,
    amr: JSON.parse(row.amr),
    passwordEpoch: row.password_epoch,
    factorEpoch: row.factor_epoch,
    address: row.address,
    agent: row.agent,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastSeenAt: row.last_seen_at,
  }
}
