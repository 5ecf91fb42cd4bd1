import type { Kysely } from 'kysely'
import type { OneTimeToken } from '../engine/model.ts'
import { always, type Appliers, changesOne } from './applier.ts'
import type { OneTimeTokenTable } from './mail-tables.ts'
import type { Schema } from './schema.ts'

/** Opaque tokens that work once. */
export function oneTimeTokenQueries(db: Kysely<Schema>) {
  return {
    async findOneTimeToken(id: string, purpose: OneTimeToken['purpose']): Promise<OneTimeToken | null> {
      const row = await db
        .selectFrom('nightlatch_one_time_token')
        .selectAll()
        .where('id', '=', id)
        .where('purpose', '=', purpose)
        .executeTakeFirst()
      return row === undefined ? null : oneTimeTokenOf(row)
    },
  }
}

export const oneTimeTokenAppliers = {
  'one-time-token.issue': async (tx, organizationId, { token }) => {
    // There is one first administrator: their newest link is the only one that works.
    if (token.purpose === 'first-administrator') await tx.deleteFrom('nightlatch_one_time_token').where('purpose', '=', token.purpose).execute()
    return await always(
      tx.insertInto('nightlatch_one_time_token').values({
        id: token.id,
        purpose: token.purpose,
        organization_id: ownerOf(token.purpose, organizationId),
        user_id: token.userId,
        about: token.about,
        token_hash: token.tokenHash,
        data: JSON.stringify(token.data),
        expires_at: token.expiresAt,
        used_at: token.usedAt,
      }),
    )
  },

  'one-time-token.use': (tx, organizationId, { id, purpose, at }) =>
    changesOne(
      tx
        .updateTable('nightlatch_one_time_token')
        .set({ used_at: at })
        .where('organization_id', 'is not distinct from', ownerOf(purpose, organizationId))
        .where('id', '=', id)
        .where('purpose', '=', purpose)
        .where('used_at', 'is', null)
        .where('expires_at', '>', at),
    ),

  'one-time-tokens.void': (tx, organizationId, { userId, purpose, about }) =>
    always(
      tx
        .deleteFrom('nightlatch_one_time_token')
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('purpose', '=', purpose)
        .$if(about !== undefined, (query) => query.where('about', '=', about ?? '').where('used_at', 'is', null)),
    ),
} satisfies Partial<Appliers>

/** The first administrator's link was made before there was an organization, even when the commit that uses it creates one. */
function ownerOf(purpose: OneTimeToken['purpose'], organizationId: string | null): string | null {
  if (purpose === 'first-administrator') return null
  if (organizationId === null) throw new Error(`a token for ${purpose} needs an organization`)
  return organizationId
}

function oneTimeTokenOf(row: OneTimeTokenTable): OneTimeToken {
  return {
    id: row.id,
    purpose: row.purpose,
    organizationId: row.organization_id,
    userId: row.user_id,
    about: row.about,
    tokenHash: row.token_hash,
    data: JSON.parse(row.data),
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  }
}
