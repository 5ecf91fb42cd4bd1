import type { Kysely } from 'kysely'
import type { Changes } from '../engine/changes.ts'
import type { StepUp } from '../engine/ports.ts'
import { always, type Appliers } from './applier.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

/** When each session last gave a fresh code, and under which methods. */
export function stepUpQueries(db: Kysely<Schema>) {
  return {
    async findStepUp(organizationId: string, userId: string, sessionId: string): Promise<StepUp | null> {
      const row = await db
        .selectFrom('nightlatch_step_up')
        .select(['proved_at', 'factor_epoch'])
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .where('session_id', '=', sessionId)
        .executeTakeFirst()
      return row === undefined ? null : { at: row.proved_at, factorEpoch: row.factor_epoch }
    },
  }
}

export const stepUpAppliers = {
  'step-up.record': (tx, organizationId, stepUp) => always(record(tx, { organizationId, ...stepUp })),
} satisfies Partial<Appliers>

const record = prepared((tx, { organizationId, userId, sessionId, factorEpoch, at }: { organizationId: string } & Changes['step-up.record']) => {
  const row = { organization_id: organizationId, user_id: userId, proved_at: at, factor_epoch: factorEpoch }
  return tx
    .insertInto('nightlatch_step_up')
    .values({ session_id: sessionId, ...row })
    .onConflict((conflict) => conflict.column('session_id').doUpdateSet(row))
})
