import type { Under } from './administration-ports.ts'
import { type AdministrationPorts, requireActingAdministrator, requireAdministrator } from './administrator.ts'
import { auditChange } from './audit.ts'
import type { EnrollmentRow, EnrollmentStatus, EnrollmentView } from './enrollment-status.ts'
import type { Client, EpochSeconds, Notice } from './model.ts'
import { noticesTo } from './notices.ts'
import type { SessionHolder } from './step-up.ts'

const DAY = 24 * 60 * 60
const BATCH = 100 // people a commit

/** What an administrator asked for, and how far it is: a row, so that it goes on after a restart, on any node. */
export interface Reminder extends ReminderPlace {
  id: string
  organizationId: string
  actorId: string
  view: EnrollmentView
  client: Client
  askedAt: EpochSeconds
  sent: number
}

/** The list of one status after the other, page by page. */
export interface ReminderPlace {
  stage: number // which of `concerned`
  after: string | null // the key of the next page
}

/** Whoever has not set it up and is not exempt: the statuses that a reminder is for. */
const concerned = ['overdue', 'in-grace', 'not-started'] as const satisfies EnrollmentStatus[]

/** How many a reminder to this view concerns. */
export async function countConcerned(ports: AdministrationPorts, holder: SessionHolder, view: EnrollmentView): Promise<number> {
  const { policy } = await requireAdministrator(ports, holder)
  const under = { organizationId: holder.organizationId, policy, now: ports.clock() }
  let count = 0
  for (const status of concerned) {
    if (isShown(view, status)) count += await ports.store.countEnrollment(under, { ...view, status })
  }
  return count
}

/**
 * Asks that whoever the view shows and who has not set it up is reminded by
 * e-mail, at most once a day each. It is done in the background.
 */
export async function remind(ports: AdministrationPorts, holder: SessionHolder, view: EnrollmentView, client: Client): Promise<{ people: number }> {
  const { user } = await requireActingAdministrator(ports, holder)
  const people = await countConcerned(ports, holder, view)
  if (people === 0) return { people }
  const { address, agent } = client
  const reminder = { id: ports.random.id(), organizationId: user.organizationId, actorId: user.id, view, client: { address, agent }, askedAt: ports.clock(), stage: 0, after: null, sent: 0 }
  await ports.store.commit(user.organizationId, [
    { kind: 'reminder.begin', reminder },
    auditChange(ports, { action: 'users.reminded', actorId: user.id, detail: { people }, client }),
  ])
  return { people }
}

/** Works off some of the reminder that was asked for first; false when there is none. Of two nodes at one place, one wins. */
export async function remindNext(ports: AdministrationPorts): Promise<boolean> {
  const reminder = await ports.store.nextReminder()
  if (reminder === null) return false
  const { organizationId, actorId, view, stage, after } = reminder
  const actor = await ports.store.findPerson(organizationId, actorId)
  const status = concerned[stage]
  const at = ports.clock()
  const goOn = async (to: ReminderPlace & { isFinished: boolean }, rows: readonly EnrollmentRow[]) => {
    const people = rows.flatMap((row) => noticeTo(ports, reminder, row))
    // A day by the clock: who was reminded at nine may be reminded at nine again.
    await ports.store.commit(organizationId, [{ kind: 'reminder.go-on', reminder, to, people, since: at - DAY, at }])
    return true
  }
  if (actor === null || status === undefined) return await goOn({ stage, after, isFinished: true }, [])
  if (!isShown(view, status)) return await goOn({ stage: stage + 1, after: null, isFinished: false }, [])

  const under: Under = { organizationId, policy: actor.policy, now: at }
  const page = await ports.store.listEnrollment(under, { ...view, status }, { after, limit: BATCH })
  const to = page.next === null ? { stage: stage + 1, after: null } : { stage, after: page.next }
  return await goOn({ ...to, isFinished: false }, page.rows)
}

function isShown(view: EnrollmentView, status: EnrollmentStatus): boolean {
  return view.status === null || view.status === status
}

function noticeTo(ports: AdministrationPorts, { organizationId, client }: Reminder, { userId, email, until }: EnrollmentRow): Notice[] {
  return noticesTo(ports, { id: userId, organizationId, email }, 'set-up-reminder', client, until === null ? {} : { deadline: until })
}
