import type { EpochSeconds } from '../engine/model.ts'
import { always, type Appliers, type Tx } from './applier.ts'

export const smsDeliveryAppliers = {
  // The commit holds the user's guard: of two requests for the last text, the second counts the first.
  'text.reserve': async (tx, organizationId, change) => {
    const { id, userId, destinationHash, userLimit, destinationLimit, since, at } = change
    const toUser = await countSince(tx, organizationId, since, ['user_id', userId])
    if (toUser >= userLimit) return false
    const toDestination = await countSince(tx, organizationId, since, ['destination_hash', destinationHash])
    if (toDestination >= destinationLimit) return false
    return await always(
      tx
        .insertInto('nightlatch_sms_delivery')
        .values({ id, organization_id: organizationId, user_id: userId, destination_hash: destinationHash, sent_at: at }),
    )
  },
} satisfies Partial<Appliers>

async function countSince(
  tx: Tx,
  organizationId: string,
  since: EpochSeconds,
  [column, value]: ['user_id' | 'destination_hash', string],
): Promise<number> {
  const { count } = await tx
    .selectFrom('nightlatch_sms_delivery')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .where(column, '=', value)
    .where('sent_at', '>', since)
    .executeTakeFirstOrThrow()
  return count
}
