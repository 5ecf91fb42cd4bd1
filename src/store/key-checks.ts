import type { Kysely } from 'kysely'
import type { EpochSeconds } from '../engine/model.ts'
import type { Schema } from './schema.ts'

/** What a key sealed when this database was first written with it. */
export interface KeyCheck {
  keyId: string
  sealed: string
}

/** What tells whether the keys are the ones that this database was written with. */
export interface KeyChecks {
  list(): Promise<KeyCheck[]>
  /** Does nothing where another node was first. */
  add(check: KeyCheck, at: EpochSeconds): Promise<void>
  /** Any secret of a person, from before there were checks; null when nobody is enrolled. */
  anySecret(): Promise<{ sealed: string; organizationId: string; userId: string; rowId: string } | null>
}

export function keyCheckQueries(db: Kysely<Schema>): KeyChecks {
  return {
    async list() {
      const rows = await db.selectFrom('nightlatch_key_check').select(['key_id', 'sealed']).orderBy('key_id').execute()
      return rows.map(({ key_id, sealed }) => ({ keyId: key_id, sealed }))
    },

    async add({ keyId, sealed }, at) {
      await db
        .insertInto('nightlatch_key_check')
        .values({ key_id: keyId, sealed, created_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async anySecret() {
      const row = await db.selectFrom('nightlatch_authenticator').select(['id', 'organization_id', 'user_id', 'sealed_secret']).limit(1).executeTakeFirst()
      return row === undefined ? null : { sealed: row.sealed_secret, organizationId: row.organization_id, userId: row.user_id, rowId: row.id }
    },
  }
}
