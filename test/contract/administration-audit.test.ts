import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditFilter } from '../../src/engine/administration-ports.ts'
import type { AuditAction, AuditEvent } from '../../src/engine/audit.ts'
import type { Organization, User } from '../../src/engine/model.ts'
import { anAuditEvent, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

const all: AuditFilter = { actions: null, person: '', from: null, until: null }
const actions: AuditAction[] = ['sign-in.completed', 'code.refused', 'policy.changed', 'signed-out']

describe.each(testDatabases)('the audit log on %s', (name) => {
  let world: TestStore
  let organization: Organization
  let ann: User
  let bo: User
  let events: AuditEvent[]

  beforeAll(async () => {
    world = await openStore(name)
    organization = await world.organization()
    ann = await world.user(organization, { name: 'Ann Example', email: null })
    bo = await world.user(organization, { name: 'Bo Lee', email: null, deactivatedAt: NOW })
    const other = await world.organization()
    const stranger = await world.user(other, { name: 'Ann Stranger' })
    events = Array.from({ length: 40 }, (_, n) =>
      anAuditEvent({
        at: NOW + Math.floor(n / 3),
        action: actions[n % 4]!,
        actorId: n % 5 === 0 ? null : n % 3 === 0 ? ann.id : n % 7 === 0 ? stranger.id : bo.id,
        subjectId: n % 6 === 0 ? null : n % 2 === 0 ? ann.id : bo.id,
        detail: { n },
      }),
    )
    await world.must(organization.id, ...events.map((event) => ({ kind: 'audit.append' as const, event })))
    await world.must(other.id, { kind: 'audit.append', event: anAuditEvent({ actorId: ann.id, subjectId: ann.id }) })
    await world.must(null, { kind: 'audit.append', event: anAuditEvent() })
  })
  afterAll(() => world.close())

  function expected(matches: (event: AuditEvent) => boolean): string[] {
    return events
      .filter(matches)
      .toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id)
  }

  async function pages(filter: AuditFilter, limit: number): Promise<string[]> {
    const ids: string[] = []
    for (let before: string | null = null; ; ) {
      const page: Awaited<ReturnType<TestStore['store']['listAudit']>> = await world.store.listAudit(organization.id, filter, { before, limit })
      ids.push(...page.events.map(({ id }) => id))
      before = page.next
      if (before === null) return ids
    }
  }

  it.each<[string, Partial<AuditFilter>, (event: AuditEvent) => boolean]>([
    ['everything', {}, () => true],
    ['a common action', { actions: ['sign-in.completed'] }, ({ action }) => action === 'sign-in.completed'],
    ['a rare action', { actions: ['policy.changed'] }, ({ action }) => action === 'policy.changed'],
    ['common and rare ones', { actions: ['sign-in.completed', 'policy.changed', 'signed-out', 'user.reset'] }, ({ action }) => action !== 'code.refused'],
    ['no action', { actions: [] }, () => false],
    ['a time', { from: NOW + 3, until: NOW + 7 }, ({ at }) => at >= NOW + 3 && at < NOW + 7],
    ['what somebody did or was done to', { person: 'ann' }, ({ actorId, subjectId }) => [actorId, subjectId].includes(ann.id)],
    ['somebody who was deactivated', { person: 'LEE' }, ({ actorId, subjectId }) => [actorId, subjectId].includes(bo.id)],
    ['nobody of that name', { person: 'stranger' }, () => false],
    ['all of it together', { person: 'bo', actions: ['code.refused', 'signed-out'], from: NOW + 2, until: NOW + 12 }, ({ actorId, subjectId, action, at }) =>
      [actorId, subjectId].includes(bo.id) && (action === 'code.refused' || action === 'signed-out') && at >= NOW + 2 && at < NOW + 12],
  ])('shows %s, newest first, page by page and as a stream', async (_, filter, matches) => {
    expect(await pages({ ...all, ...filter }, 6)).toEqual(expected(matches))
    const streamed: string[] = []
    for await (const batch of world.store.streamAudit(organization.id, { ...all, ...filter })) streamed.push(...batch.map(({ id }) => id))
    expect(streamed).toEqual(expected(matches))
  })

  it('names the people of its own organization', async () => {
    const { events: shown } = await world.store.listAudit(organization.id, all, { before: null, limit: 100 })
    const names = new Map([[ann.id, ann.name], [bo.id, bo.name]])
    const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
    expect(shown.toSorted((a, b) => Number(a.detail['n']) - Number(b.detail['n']))).toEqual(
      events.map((event) => ({ ...event, actorName: nameOf(event.actorId), subjectName: nameOf(event.subjectId), sequence: null })),
    )
  })

  it('finds events of many people of one name', async () => {
    const organization = await world.organization()
    const people = await Promise.all(Array.from({ length: 25 }, () => world.user(organization)))
    const theirs = people.map(({ id }, n) => anAuditEvent({ at: NOW + n, actorId: id, subjectId: id }))
    await world.must(organization.id, ...theirs.map((event) => ({ kind: 'audit.append' as const, event })))
    const { events: shown, next } = await world.store.listAudit(organization.id, { ...all, person: 'exam' }, { before: null, limit: 20 })
    expect(shown.map(({ id }) => id)).toEqual(theirs.toReversed().slice(0, 20).map(({ id }) => id))
    expect(next).not.toBeNull()
  })

  it('begins at the newest for a key that is none of its own', async () => {
    const first = await world.store.listAudit(organization.id, all, { before: null, limit: 3 })
    for (const before of ['', 'x', '1.', '9'.repeat(40)]) expect(await world.store.listAudit(organization.id, all, { before, limit: 3 })).toEqual(first)
  })
})
