import { setImmediate } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { AdministrationStore, AuditFilter, NamedAuditEvent } from '../engine/administration-ports.ts'
import type { AuditAction } from '../engine/audit.ts'
import { type Moment, momentKey, readMoment } from '../engine/moment.ts'
import { auditEventOf } from './audit-events.ts'
import { findByWords } from './enrollment/search.ts'
import type { Schema } from './schema.ts'

const BATCH = 500 // rows of a stream at a time
const FEW_PEOPLE = 20 // are looked up one by one; more are met soon on the way through the log

// As the indexes of the migration say it, else neither database knows that they fit.
const isRare = sql<boolean>`action not in ('sign-in.password-accepted', 'sign-in.completed', 'code.sent', 'code.accepted')`
const isOnAnother = sql<boolean>`coalesce(subject_id, '') <> actor_id`
const frequent: readonly string[] = ['sign-in.password-accepted', 'sign-in.completed', 'code.sent', 'code.accepted']

/** The audit log of an organization, newest first. */
export function auditLogQueries(db: Kysely<Schema>): Pick<AdministrationStore, 'listAudit' | 'streamAudit'> {
  return {
    async listAudit(organizationId, filter, { before, limit }) {
      const people = await peopleOf(db, organizationId, filter)
      const events = await select(db, organizationId, filter, { people, before: readMoment(before), limit: limit + 1 })
      const shown = events.slice(0, limit)
      const last = shown.at(-1)
      return { events: shown, next: last === undefined || events.length <= limit ? null : momentKey(last) }
    },

    async *streamAudit(organizationId, filter, after = null) {
      const people = await peopleOf(db, organizationId, filter)
      for (let before: Moment | null = readMoment(after); ; await setImmediate()) {
        const events: NamedAuditEvent[] = await select(db, organizationId, filter, { people, before, limit: BATCH })
        if (events.length > 0) yield events
        before = events.at(-1) ?? null
        if (events.length < BATCH) return
      }
    },
  }
}

/** Those whom the filter names; null: everybody. */
async function peopleOf(db: Kysely<Schema>, organizationId: string, { person }: AuditFilter): Promise<readonly string[] | null> {
  return person.trim() === '' ? null : (await findByWords(db, organizationId, person, { isActive: null })).ids
}

async function select(
  db: Kysely<Schema>,
  organizationId: string,
  filter: AuditFilter,
  { people, before, limit }: { people: readonly string[] | null; before: Moment | null; limit: number },
): Promise<NamedAuditEvent[]> {
  if (people?.length === 0 || filter.actions?.length === 0) return []
  const filtered = db
    .selectFrom('nightlatch_audit_event')
    .select(['id', 'at'])
    .where('organization_id', '=', organizationId)
    .$if(filter.from !== null, (query) => query.where('at', '>=', filter.from))
    .$if(filter.until !== null, (query) => query.where('at', '<', filter.until))
    .$if(before !== null, (query) => query.where(sql<boolean>`(at, id) < (${before?.at}, ${before?.id})`))
  const isFew = people !== null && people.length <= FEW_PEOPLE
  // The sign keeps SQLite from the whole log in order where the events of one person are found by their index.
  const newest = (query: typeof filtered) => query.orderBy(isFew ? sql`+at` : 'at', 'desc').orderBy('id', 'desc').limit(limit)
  const { actions } = filter
  // What is rare has an index to be found by, a range for each action; what is frequent is met soon on the way through the log.
  const ofActions = (all: readonly AuditAction[]) => {
    const common = all.filter((action) => frequent.includes(action))
    const rare = all.filter((action) => !frequent.includes(action)).map((action) => filtered.where('action', '=', action).where(isRare))
    return common.length === 0 ? rare : [filtered.where('action', 'in', common), ...rare]
  }
  const some =
    people === null
      ? (actions === null ? [filtered] : ofActions(actions))
      : (isFew
          ? people.flatMap((id) => [filtered.where('subject_id', '=', id), filtered.where('actor_id', '=', id).where(isOnAnother)])
          : [filtered.where((eb) => eb.or([eb('subject_id', 'in', people), eb('actor_id', 'in', people)]))]
        ).map((query) => (actions === null ? query : query.where('action', 'in', actions)))
  const [first, ...others] = some.map((query, index) => db.selectFrom(newest(query).as(`some_${index}`)).selectAll())
  if (first === undefined) return []
  const found = others.reduce((all, each) => all.union(each), first)

  const rows = await db
    .selectFrom(found.as('found'))
    .innerJoin('nightlatch_audit_event as event', 'event.id', 'found.id')
    .leftJoin('nightlatch_user as actor', (join) => join.onRef('actor.organization_id', '=', 'event.organization_id').onRef('actor.id', '=', 'event.actor_id'))
    .leftJoin('nightlatch_user as subject', (join) => join.onRef('subject.organization_id', '=', 'event.organization_id').onRef('subject.id', '=', 'event.subject_id'))
    .selectAll('event')
    .select(['actor.name as actor_name', 'subject.name as subject_name'])
    .orderBy('event.at', 'desc')
    .orderBy('event.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ actor_name, subject_name, sequence, ...row }) => ({ ...auditEventOf(row), actorName: actor_name, subjectName: subject_name, sequence }))
}
