import type { Kysely } from 'kysely'
import type { BackupCode } from '../engine/model.ts'
import { always, type Appliers, changesOne, type Tx } from './applier.ts'
import type { Schema } from './schema.ts'

/** The set that a person has now: used codes stay until the next one. */
export function backupCodeQueries(db: Kysely<Schema>) {
  return {
    async backupCodes(organizationId: string, userId: string): Promise<BackupCode[]> {
      const rows = await db
        .selectFrom('nightlatch_backup_code')
        .select(['id', 'sealed_hash', 'used_at'])
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .execute()
      return rows.map((row) => ({ id: row.id, sealedHash: row.sealed_hash, usedAt: row.used_at }))
    },
  }
}

export const backupCodeAppliers = {
  'backup-codes.replace': async (tx, organizationId, { userId, codes, at }) => {
    await codesOf(tx, organizationId, userId).execute()
    if (codes.length === 0) return true
    const rows = codes.map(({ id, sealedHash }) => ({
      id,
      organization_id: organizationId,
      user_id: userId,
      sealed_hash: sealedHash,
      created_at: at,
      used_at: null,
    }))
    return await always(tx.insertInto('nightlatch_backup_code').values(rows))
  },

  'backup-codes.remove': (tx, organizationId, { userId }) => always(codesOf(tx, organizationId, userId)),

  'backup-codes.void': async (tx, organizationId, { userId, madeAt }) => {
    const { numDeletedRows } = await codesOf(tx, organizationId, userId).where('created_at', '=', madeAt).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) return true
    return await always(
      tx.updateTable('nightlatch_user').set({ backup_codes_saved_at: null }).where('organization_id', '=', organizationId).where('id', '=', userId),
    )
  },

  'backup-code.use': (tx, organizationId, { id, userId, at }) =>
    changesOne(
      tx
        .updateTable('nightlatch_backup_code')
        .set({ used_at: at })
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .where('used_at', 'is', null),
    ),
} satisfies Partial<Appliers>

function codesOf(tx: Tx, organizationId: string, userId: string) {
  return tx.deleteFrom('nightlatch_backup_code').where('organization_id', '=', organizationId).where('user_id', '=', userId)
}
