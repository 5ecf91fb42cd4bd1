import type { Authenticator } from '../engine/model.ts'
import { always, type Appliers, changesOne } from './applier.ts'
import { prepared } from './prepared.ts'
import type { AuthenticatorTable } from './schema.ts'

/** The methods that users have proved to hold; `people.ts` loads them with their user. */
export const authenticatorAppliers = {
  'authenticator.add': (tx, organizationId, { authenticator }) =>
    always(
      tx.insertInto('nightlatch_authenticator').values({
        id: authenticator.id,
        organization_id: organizationId,
        user_id: authenticator.userId,
        method: authenticator.method,
        label: authenticator.label,
        sealed_secret: authenticator.sealedSecret,
        data: JSON.stringify(authenticator.data),
        last_counter: authenticator.lastCounter,
        created_at: authenticator.createdAt,
        last_used_at: authenticator.lastUsedAt,
      }),
    ),

  'authenticator.advance': (tx, organizationId, { id, counter, at }) =>
    changesOne(advance(tx, { organizationId, id, counter, at })),

  'authenticator.used': (tx, organizationId, { id, at }) =>
    always(
      tx
        .updateTable('nightlatch_authenticator')
        .set({ last_used_at: at })
        .where('organization_id', '=', organizationId)
        .where('id', '=', id),
    ),

  'authenticator.remember': (tx, organizationId, { id, former, data }) =>
    changesOne(
      tx
        .updateTable('nightlatch_authenticator')
        .set({ data: JSON.stringify(data) })
        .where('organization_id', '=', organizationId)
        .where('id', '=', id)
        .where('data', '=', JSON.stringify(former)),
    ),

  'authenticator.remove': (tx, organizationId, { id, userId }) =>
    changesOne(
      tx
        .deleteFrom('nightlatch_authenticator')
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('id', '=', id),
    ),
} satisfies Partial<Appliers>

const advance = prepared((tx, { organizationId, id, counter, at }: { organizationId: string; id: string; counter: number; at: number }) =>
  tx
    .updateTable('nightlatch_authenticator')
    .set({ last_counter: counter, last_used_at: at })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('last_counter', '<', counter),
)

export function authenticatorOf(row: Omit<AuthenticatorTable, 'organization_id'>): Authenticator {
  return {
    id: row.id,
    userId: row.user_id,
    method: row.method,
    label: row.label,
    sealedSecret: row.sealed_secret,
    data: JSON.parse(row.data),
    lastCounter: row.last_counter,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}
