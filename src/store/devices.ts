import type { Kysely } from 'kysely'
import type { Device } from '../engine/model.ts'
import { always, type Appliers, changesOne } from './applier.ts'
import { prepared } from './prepared.ts'
import type { DeviceTable, Schema } from './schema.ts'

const MINUTE = 60

/** The browsers that completed a second step for a user. */
export function deviceQueries(db: Kysely<Schema>) {
  const ofUser = (organizationId: string, userId: string) =>
    db.selectFrom('nightlatch_device').selectAll().where('organization_id', '=', organizationId).where('user_id', '=', userId)

  return {
    async findDevice(organizationId: string, userId: string, tokenHashes: readonly string[]): Promise<Device | null> {
      if (tokenHashes.length === 0) return null
      const row = await ofUser(organizationId, userId).where('token_hash', 'in', tokenHashes).executeTakeFirst()
      return row === undefined ? null : deviceOf(row)
    },

    /** The one used last comes first. */
    async listDevices(organizationId: string, userId: string): Promise<Device[]> {
      const rows = await ofUser(organizationId, userId).orderBy('last_used_at', 'desc').orderBy('id', 'desc').execute()
      return rows.map(deviceOf)
    },
  }
}

export const deviceAppliers = {
  'device.remember': async (tx, organizationId, { device }) => {
    const isRemembered = await changesOne(remember(tx, deviceRow(organizationId, device)))
    if (!isRemembered) throw new Error(`device ${device.id} belongs to somebody else`)
    return true
  },

  'device.used': (tx, organizationId, { id, at }) =>
    always(
      tx
        .updateTable('nightlatch_device')
        .set({ last_used_at: at })
        .where('organization_id', '=', organizationId)
        .where('id', '=', id)
        .where('last_used_at', '<=', at - MINUTE),
    ),

  // The row stays, so that the browser is told why it is asked for a code.
  'device.revoke': (tx, organizationId, { id, userId, because }) =>
    changesOne(
      tx
        .updateTable('nightlatch_device')
        .set({ trusted_until: null, trust_ended_because: because })
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .where('trust_ended_because', 'is', null),
    ),

  'devices.revoke-all': (tx, organizationId, { userId, because }) =>
    always(
      tx
        .updateTable('nightlatch_device')
        .set({ trusted_until: null, trust_ended_because: because })
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        // A device that was only known has no trust to be told about.
        .$if(because === 'revoked', (query) => query.where('trusted_until', 'is not', null)),
    ),
} satisfies Partial<Appliers>

const remember = prepared((tx, row: DeviceTable) => {
  const { id: _, ...columns } = row
  return tx
    .insertInto('nightlatch_device')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(columns)
        .where('nightlatch_device.organization_id', '=', row.organization_id)
        .where('nightlatch_device.user_id', '=', row.user_id),
    )
})

function deviceRow(organizationId: string, device: Device): DeviceTable {
  return {
    id: device.id,
    organization_id: organizationId,
    user_id: device.userId,
    token_hash: device.tokenHash,
    agent: device.agent,
    address: device.address,
    known_at: device.knownAt,
    trusted_at: device.trustedAt,
    trusted_until: device.trustedUntil,
    trust_ended_because: device.trustEndedBecause,
    password_epoch: device.passwordEpoch,
    factor_epoch: device.factorEpoch,
    last_used_at: device.lastUsedAt,
  }
}

function deviceOf(row: DeviceTable): Device {
  return {
    id: row.id,
    userId: row.user_id,
    tokenHash: row.token_hash,
    agent: row.agent,
    address: row.address,
    knownAt: row.known_at,
    trustedAt: row.trusted_at,
    trustedUntil: row.trusted_until,
    trustEndedBecause: row.trust_ended_because,
    passwordEpoch: row.password_epoch,
    factorEpoch: row.factor_epoch,
    lastUsedAt: row.last_used_at,
  }
}
