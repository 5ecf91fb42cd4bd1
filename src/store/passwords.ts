import type { Kysely } from 'kysely'
import type { Login } from '../accounts/ports.ts'
import type { EpochSeconds } from '../engine/model.ts'
import type { Tx } from './applier.ts'
import type { Schema } from './schema.ts'

/** What a password is checked against. */
export function passwordQueries(db: Kysely<Schema>) {
  return {
    async findLogin(key: string): Promise<(Login & { deactivatedAt: EpochSeconds | null }) | null> {
      const row = await db
        .selectFrom('nightlatch_user as user')
        .leftJoin('nightlatch_password as password', (join) =>
          join.onRef('password.organization_id', '=', 'user.organization_id').onRef('password.user_id', '=', 'user.id'),
        )
        .select(['user.id', 'user.organization_id', 'user.password_epoch', 'user.deactivated_at', 'password.hash'])
        .where((eb) => eb.or([eb('user.user_name_key', '=', key), eb('user.email_key', '=', key)]))
        .orderBy((eb) => eb.case().when('user.user_name_key', '=', key).then(eb.lit(0)).else(eb.lit(1)).end())
        .executeTakeFirst()
      if (row === undefined) return null
      const user = { id: row.id, organizationId: row.organization_id, passwordEpoch: row.password_epoch }
      return { user, passwordHash: row.hash, deactivatedAt: row.deactivated_at }
    },

    async findPasswordHash(organizationId: string, userId: string): Promise<string | null> {
      const row = await db
        .selectFrom('nightlatch_password')
        .select('hash')
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return row?.hash ?? null
    },
  }
}

/** Sets the hash, the first or a new one. */
export async function writePassword(tx: Tx, organizationId: string, userId: string, hash: string, at: EpochSeconds): Promise<void> {
  await tx
    .insertInto('nightlatch_password')
    .values({ organization_id: organizationId, user_id: userId, hash, changed_at: at })
    .onConflict((conflict) => conflict.columns(['organization_id', 'user_id']).doUpdateSet({ hash, changed_at: at }))
    .execute()
}

/** Nobody gets in by password until a new one is set. */
export async function removePassword(tx: Tx, organizationId: string, userId: string): Promise<void> {
  await tx.deleteFrom('nightlatch_password').where('organization_id', '=', organizationId).where('user_id', '=', userId).execute()
}
