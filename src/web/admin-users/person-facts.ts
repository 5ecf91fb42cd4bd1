import type { SessionSummary } from '../../accounts/sessions.ts'
import type { AccountAction } from '../admin-accounts/account-actions.ts'
import type { Engine } from '../../engine/engine.ts'
import { enrollmentStatus, type StatusUntil } from '../../engine/enrollment-status.ts'
import { refusalOf } from '../../engine/lockout.ts'
import type { Device } from '../../engine/model.ts'
import { isAlwaysRequired } from '../../engine/requirement.ts'
import { trustDays, trustEndsAt, trustOf } from '../../engine/trusted-device.ts'

export type Looked = Awaited<ReturnType<Engine['administration']['person']>>

/** Everything that one person's page decides by. */
export interface PersonFacts extends Looked {
  standing: StatusUntil
  /** 6-digit codes are stopped for good, or until a moment; null when they are taken. */
  stopped: { until: number | null } | null
  trusted: readonly (Device & { endsAt: number | null })[]
  isExempt: boolean
  hasOpenPass: boolean
  sessions: readonly SessionSummary[] | null // null: the host's own
  account: readonly AccountAction[] // none where users are the host's
}

export function factsOf(looked: Looked, now: number, { sessions, account }: Pick<PersonFacts, 'sessions' | 'account'>): PersonFacts {
  const { person, devices } = looked
  const { user, policy, guard } = person
  const refusal = refusalOf(guard, 'other', now) ?? refusalOf(guard, 'known', now)
  const days = trustDays(user, policy)
  return {
    ...looked,
    standing: enrollmentStatus(person, now),
    stopped: refusal === null ? null : { until: refusal.kind === 'wait' ? refusal.until : null },
    trusted: devices.filter((device) => trustOf(device, user, policy, now) === 'trusted').map((device) => ({ ...device, endsAt: trustEndsAt(device, days) })),
    isExempt: user.exemptUntil !== null && now < user.exemptUntil && !isAlwaysRequired(user),
    hasOpenPass: user.recoveryPassUntil !== null && now < user.recoveryPassUntil,
    sessions,
    account,
  }
}
