import type { Kysely } from 'kysely'
import type { EpochSeconds } from '../engine/model.ts'
import { type Appliers, changesOne, type Tx } from './applier.ts'
import type { Schema } from './schema.ts'

/** Passes that an administrator reads out to somebody who lost everything else. */
export function recoveryPassQueries(db: Kysely<Schema>) {
  return {
    async openRecoveryPass(organizationId: string, userId: string, now: EpochSeconds): Promise<{ id: string; sealedHash: string } | null> {
      const row = await db
        .selectFrom('nightlatch_recovery_pass')
        .select(['id', 'sealed_hash'])
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('expires_at', '>', now)
        .where('used_at', 'is', null)
        .executeTakeFirst()
      return row === undefined ? null : { id: row.id, sealedHash: row.sealed_hash }
    },
  }
}

export const recoveryPassAppliers = {
  'recovery-pass.issue': async (tx, organizationId, { id, userId, sealedHash, issuedBy, expiresAt, at }) => {
    await ofUser(tx, organizationId, userId).set({ expires_at: at }).where('used_at', 'is', null).where('expires_at', '>', at).execute()
    await tx
      .insertInto('nightlatch_recovery_pass')
      .values({ id, organization_id: organizationId, user_id: userId, sealed_hash: sealedHash, issued_by: issuedBy, issued_at: at, expires_at: expiresAt, used_at: null })
      .execute()
    await noteOpenUntil(tx, organizationId, userId, expiresAt)
    return true
  },

  'recovery-pass.void': async (tx, organizationId, { id, userId, at }) => {
    const wasOpen = await changesOne(
      ofUser(tx, organizationId, userId).set({ expires_at: at }).where('id', '=', id).where('used_at', 'is', null).where('expires_at', '>', at),
    )
    if (wasOpen) await noteOpenUntil(tx, organizationId, userId, null)
    return true
  },

  'recovery-pass.use': async (tx, organizationId, { id, userId, at }) => {
    const isFirst = await changesOne(
      ofUser(tx, organizationId, userId).set({ used_at: at }).where('id', '=', id).where('used_at', 'is', null).where('expires_at', '>', at),
    )
    if (isFirst) await noteOpenUntil(tx, organizationId, userId, null)
    return isFirst
  },
} satisfies Partial<Appliers>

/** What was read out to replace the former methods opens nothing once there are others. */
export async function endRecoveryPasses(tx: Tx, organizationId: string, userId: string): Promise<void> {
  await ofUser(tx, organizationId, userId)
    .set((eb) => ({ expires_at: eb.ref('issued_at') }))
    .where('used_at', 'is', null)
    .execute()
}

function ofUser(tx: Tx, organizationId: string, userId: string) {
  return tx.updateTable('nightlatch_recovery_pass').where('organization_id', '=', organizationId).where('user_id', '=', userId)
}

/** On the user's row too, so that a sign-in knows without another query whether a pass is a way in. */
async function noteOpenUntil(tx: Tx, organizationId: string, userId: string, until: EpochSeconds | null): Promise<void> {
  await tx
    .updateTable('nightlatch_user')
    .set({ recovery_pass_until: until })
    .where('organization_id', '=', organizationId)
    .where('id', '=', userId)
    .execute()
}
