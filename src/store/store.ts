import type { Kysely } from 'kysely'
import type { AccountsStore } from '../accounts/ports.ts'
import type { AdministrationStore } from '../engine/administration-ports.ts'
import type { SignEvent } from '../engine/audit-chain.ts'
import type { Change, ChangeKind } from '../engine/changes.ts'
import type { OutboxStore } from '../engine/outbox.ts'
import { administrationQueries } from './administration.ts'
import { administratorAppliers } from './administrators.ts'
import { type Appliers, type Tx, unownedKinds } from './applier.ts'
import { attemptQueries } from './attempts.ts'
import { auditEventAppliers, auditEventQueries } from './audit-events.ts'
import { authenticatorAppliers } from './authenticators.ts'
import { backupCodeAppliers, backupCodeQueries } from './backup-codes.ts'
import { challengeAppliers, challengeQueries } from './challenges.ts'
import { deviceAppliers, deviceQueries } from './devices.ts'
import { expiredQueries, type Housekeeping } from './expired.ts'
import { guardAppliers, lockGuardsOf } from './guards.ts'
import { followListedUsers } from './listed-users.ts'
import { oneTimeTokenAppliers, oneTimeTokenQueries } from './one-time-tokens.ts'
import { organizationAppliers, organizationQueries } from './organizations.ts'
import { outboxAppliers, outboxQueries } from './outbox.ts'
import { passwordTryAppliers, passwordTryQueries } from './password-tries.ts'
import { passwordQueries } from './passwords.ts'
import { personQueries } from './people.ts'
import { policyAppliers } from './policies.ts'
import { requiredRoleAppliers } from './required-roles.ts'
import { recoveryPassAppliers, recoveryPassQueries } from './recovery-passes.ts'
import { refusalAppliers } from './refusals.ts'
import { reminderAppliers } from './reminders.ts'
import type { Schema } from './schema.ts'
import { sessionAppliers, sessionQueries } from './sessions.ts'
import { smsDeliveryAppliers, smsDeliveryQueries } from './sms-deliveries.ts'
import { smsStopAppliers } from './sms-stops.ts'
import { stepUpAppliers, stepUpQueries } from './step-ups.ts'
import { transact } from './transaction.ts'
import { userImportAppliers, userImportQueries } from './user-imports.ts'
import { userAppliers, userQueries } from './users.ts'

/** Keeps everything in one database: for the rules, the accounts, the sender of mail and the housekeeper. */
export function createStore(db: Kysely<Schema>, { signEvent }: { signEvent: SignEvent }): AccountsStore & AdministrationStore & OutboxStore & Housekeeping & ReturnType<typeof organizationQueries> {
  const appliers: Appliers = { ...otherAppliers, ...auditEventAppliers(signEvent), ...userImportAppliers(signEvent) }
  return {
    ...administrationQueries(db),
    ...attemptQueries(db),
    ...auditEventQueries(db),
    ...backupCodeQueries(db),
    ...challengeQueries(db),
    ...deviceQueries(db),
    ...expiredQueries(db),
    ...oneTimeTokenQueries(db),
    ...organizationQueries(db),
    ...outboxQueries(db),
    ...passwordQueries(db),
    ...passwordTryQueries(db),
    ...personQueries(db),
    ...recoveryPassQueries(db),
    ...sessionQueries(db),
    ...smsDeliveryQueries(db),
    ...stepUpQueries(db),
    ...userImportQueries(db),
    ...userQueries(db),

    commit(organizationId, changes) {
      if (changes.length === 0) return Promise.resolve(null)
      return transact<ChangeKind | null>(db, async (tx, rollBack) => {
        let owner = organizationId
        if (owner !== null) await lockGuardsOf(tx, owner, changes)
        for (const change of changes) {
          if (!(await apply(appliers, tx, owner, change))) return rollBack(change.kind)
          // The rest of what sets up a server belongs to the organization that it creates.
          if (change.kind === 'organization.create') owner ??= change.organization.id
        }
        if (owner !== null) await followListedUsers(tx, owner, changes)
        return null
      })
    },
  }
}

/** How each change is carried out, but for those that sign what they write; the compiler names one that is missing. */
const otherAppliers: Omit<Appliers, keyof ReturnType<typeof auditEventAppliers> | keyof ReturnType<typeof userImportAppliers>> = {
  ...administratorAppliers,
  ...authenticatorAppliers,
  ...backupCodeAppliers,
  ...challengeAppliers,
  ...deviceAppliers,
  ...guardAppliers,
  ...oneTimeTokenAppliers,
  ...organizationAppliers,
  ...outboxAppliers,
  ...passwordTryAppliers,
  ...policyAppliers,
  ...recoveryPassAppliers,
  ...reminderAppliers,
  ...refusalAppliers,
  ...requiredRoleAppliers,
  ...sessionAppliers,
  ...smsDeliveryAppliers,
  ...smsStopAppliers,
  ...stepUpAppliers,
  ...userAppliers,
}

function apply(appliers: Appliers, tx: Tx, organizationId: string | null, change: Change): Promise<boolean> {
  if (organizationId === null && !unownedKinds.some((kind) => kind === change.kind)) {
    throw new Error(`${change.kind} needs an organization`)
  }
  // The compiler cannot follow that the applier of a kind is given a change of that kind.
  const applier = appliers[change.kind] as (tx: Tx, organizationId: string | null, change: Change) => Promise<boolean>
  return applier(tx, organizationId, change)
}
