import type { Kysely } from 'kysely'
import type { EpochSeconds } from '../engine/model.ts'
import { always, type Appliers } from './applier.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

/** When each session last gave a fresh code. */
export function stepUpQueries(db: Kysely<Schema>) {
  return {
    async stepUpAt(organizationId: string, userId: string, sessionId: string): Promise<EpochSeconds | null> {
      const row = await db
        .selectFrom('nightlatch_step_up')
        .select('proved_at')
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('session_id', '=', sessionId)
        .executeTakeFirst()
      return row?.proved_at ?? null
    },
  }
}

export const stepUpAppliers = {
  'step-up.record': (tx, organizationId, { sessionId, userId, at }) =>
    always(record(tx, { organizationId, userId, sessionId, at })),
} satisfies Partial<Appliers>

const record = prepared((tx, { organizationId, userId, sessionId, at }: { organizationId: string; userId: string; sessionId: string; at: EpochSeconds }) =>
  tx
    .insertInto('nightlatch_step_up')
    .values({ session_id: sessionId, organization_id: organizationId, user_id: userId, proved_at: at })
    .onConflict((conflict) => conflict.column('session_id').doUpdateSet({ organization_id: organizationId, user_id: userId, proved_at: at })),
)
