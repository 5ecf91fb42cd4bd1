import type { Under } from './administration-ports.ts'
import { type AdministrationPorts, requireActingAdministrator, requireAdministrator } from './administrator.ts'
import { auditChange } from './audit.ts'
import type { EnrollmentRow, EnrollmentStatus, EnrollmentView } from './enrollment-status.ts'
import type { Client, Person } from './model.ts'
import { notify } from './notices.ts'
import type { SessionHolder } from './step-up.ts'

const DAY = 24 * 60 * 60

/** What came of reminding everybody that a view shows. */
export interface Reminded {
  sent: number
  alreadyToday: number
  withoutAddress: number
}

/** Whoever has not set it up and is not exempt: the statuses that a reminder is for. */
const concerned = ['overdue', 'in-grace', 'not-started'] as const satisfies EnrollmentStatus[]

/** How many a reminder to this view would concern, counted no further than one more than `most`. */
export async function countConcerned(ports: AdministrationPorts, holder: SessionHolder, view: EnrollmentView, most: number): Promise<number> {
  const { policy } = await requireAdministrator(ports, holder)
  let count = 0
  for await (const rows of concernedBy(ports, { organizationId: holder.organizationId, policy, now: ports.clock() }, view)) {
    count += rows.length
    if (count > most) return most + 1
  }
  return count
}

/** Reminds whoever the view shows and who has not set it up, by e-mail, at most once a day each. */
export async function remind(ports: AdministrationPorts, holder: SessionHolder, view: EnrollmentView, client: Client): Promise<Reminded> {
  const actor = await requireActingAdministrator(ports, holder)
  const under = { organizationId: holder.organizationId, policy: actor.policy, now: ports.clock() }
  const outcome: Reminded = { sent: 0, alreadyToday: 0, withoutAddress: 0 }
  for await (const rows of concernedBy(ports, under, view)) {
    for (const row of rows) outcome[await remindOne(ports, actor, row, client)]++
  }
  return outcome
}

/** Those of a view whom a reminder is for; the others are not even looked at. */
async function* concernedBy({ store }: AdministrationPorts, under: Under, view: EnrollmentView): AsyncGenerator<readonly EnrollmentRow[]> {
  for (const status of concerned) {
    if (view.status === null || view.status === status) yield* store.streamEnrollment(under, { ...view, status })
  }
}

async function remindOne(ports: AdministrationPorts, actor: Person, row: EnrollmentRow, client: Client): Promise<keyof Reminded> {
  const { userId, email, until } = row
  if (email === null) return 'withoutAddress'
  const at = ports.clock()
  const { organizationId } = actor.user
  const refused = await ports.store.commit(organizationId, [
    // A day by the clock: who was reminded at nine may be reminded at nine again.
    { kind: 'user.reminded', userId, since: at - DAY, at },
    auditChange(ports, { action: 'user.reminded', actorId: actor.user.id, subjectId: userId, client }),
    ...notify(ports, { id: userId, organizationId, email }, 'set-up-reminder', client, until === null ? {} : { deadline: until }),
  ])
  return refused === null ? 'sent' : 'alreadyToday'
}
