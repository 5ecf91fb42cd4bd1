import * as fc from 'fast-check'
import type { Under } from '../../src/engine/administration-ports.ts'
import type { Change } from '../../src/engine/changes.ts'
import { enrollmentStatus, type EnrollmentRow, type EnrollmentSort, type EnrollmentView } from '../../src/engine/enrollment-status.ts'
import type { Authenticator, MethodId, Organization, Role, User } from '../../src/engine/model.ts'
import { compareText, nameKeyOf } from '../../src/store/folded-text.ts'
import { anAuthenticator, anId, aPolicy, aRole, NOW } from '../support/builders.ts'
import type { TestStore } from './open-store.ts'

const DAY = 24 * 60 * 60

export const roles: Role[] = [
  aRole({ id: 'administrator', name: 'Administrator', rank: 100, mayAdminister: true }),
  aRole({ id: 'payments', name: 'Payments', rank: 50, alwaysRequires: true }),
  aRole({ id: 'staff', name: 'Staff', rank: 10 }),
  aRole({ id: 'aide', name: 'Aide', rank: 10 }),
]
export const statuses = ['overdue', 'in-grace', 'not-started', 'exempt', 'enrolled'] as const
export const sorts: EnrollmentSort[] = ['name', 'role', 'status', 'methods', 'backup-codes', 'last-sign-in']

/** Everything about somebody that the list shows or asks. */
export interface Somebody {
  user: User
  methods: MethodId[]
  codes: number
}

const anybody = fc.record({
  name: fc.constantFrom('Ann Example', 'ann example', 'Élan Vital', 'Bo', 'Bo Lee', 'Zoë Ng', '😀 Smile', '龍 王', 'Ångström', 'Ann'),
  roles: fc.subarray(roles),
  methods: fc.subarray<MethodId>(['totp', 'sms']),
  codes: fc.nat({ max: 3 }),
  grace: fc.constantFrom(-40, -20, -14, -13, -1, 0),
  exempt: fc.option(fc.constantFrom(-3, 0, 3)),
  signedIn: fc.option(fc.constantFrom(-30, -2, -1)),
  isReported: fc.nat({ max: 5 }).map((one) => one === 0),
  isActive: fc.boolean().map((yes) => yes || fc.sample(fc.boolean(), 1)[0]!),
})

/** Random people of an organization, in the store. */
export async function fillWith(world: TestStore, organization: Organization, count: number, seed: number): Promise<Somebody[]> {
  const people: Somebody[] = []
  for (const facts of fc.sample(anybody, { numRuns: count, seed })) {
    const user = await world.user(organization, {
      name: facts.name,
      roles: facts.roles,
      graceStartsAt: NOW + facts.grace * DAY,
      exemptUntil: facts.exempt === null ? null : NOW + facts.exempt * DAY,
      lastSignInAt: facts.signedIn === null ? null : NOW + facts.signedIn * DAY,
      deactivatedAt: facts.isActive ? null : NOW,
      reportedAt: facts.isReported ? NOW : null,
    })
    const codes = Array.from({ length: facts.codes }, () => ({ id: anId(), sealedHash: 'x' }))
    await world.must(
      organization.id,
      ...facts.methods.map((method): Change => ({ kind: 'authenticator.add', authenticator: anAuthenticator({ userId: user.id, method }) })),
      { kind: 'backup-codes.replace', userId: user.id, codes, at: NOW },
    )
    people.push({ user, methods: facts.methods, codes: facts.codes })
  }
  return people
}

export const anyUnder = fc.record({
  requiredSince: fc.option(fc.constantFrom(-60, -14, -13, -1)),
  graceDays: fc.constantFrom(0, 1, 13, 14, 30),
  allowedMethods: fc.subarray<MethodId>(['totp', 'sms']),
  later: fc.constantFrom(-1, 0, 1, DAY, 3 * DAY, 40 * DAY),
})

export function underOf(organizationId: string, { requiredSince, graceDays, allowedMethods, later }: typeof anyUnder extends fc.Arbitrary<infer T> ? T : never): Under {
  const policy = aPolicy({ requiredSince: requiredSince === null ? null : NOW + requiredSince * DAY, graceDays, allowedMethods })
  return { organizationId, policy, now: NOW + later }
}

export const anyView = fc.record<EnrollmentView>({
  sort: fc.constantFrom(...sorts),
  direction: fc.constantFrom('ascending', 'descending'),
  status: fc.option(fc.constantFrom(...statuses, 'deactivated' as const)),
  roleId: fc.option(fc.constantFrom('administrator', 'payments', 'staff', 'nobody-has-it')),
  method: fc.option(fc.constantFrom('totp', 'sms', 'none')),
  search: fc.constantFrom('', '', '', 'an', 'ann ex', 'elan', 'LEE', '龍', 'example.org'),
})

/** The list as plain code makes it from all people. */
export function expectedIds(people: readonly Somebody[], { policy, now }: Under, view: EnrollmentView): string[] {
  const searched = view.search.toLowerCase().split(/[^\p{L}]+/u).filter((word) => word !== '')
  const sign = view.direction === 'ascending' ? 1 : -1
  return people
    .filter(({ user }) => (user.deactivatedAt !== null) === (view.status === 'deactivated'))
    .map(({ user, methods, codes }) => {
      const { status } = enrollmentStatus({ user, policy, authenticators: methods.map((method) => ({ method })) as Authenticator[] }, now)
      const [main] = user.roles.toSorted((a, b) => b.rank - a.rank || compareText(a.name, b.name))
      const places: Record<EnrollmentSort, [string | number, string]> = {
        name: [0, ''],
        role: [main?.rank ?? -1, main?.name ?? ''],
        status: [statuses.findIndex((each) => each === status), ''],
        methods: [0, methods.toSorted().join(' ')],
        'backup-codes': [codes, ''],
        'last-sign-in': [user.lastSignInAt ?? -1, ''],
      }
      return { user, methods, status, place: places[view.sort], key: nameKeyOf(user.name, user.id) }
    })
    .filter(({ status }) => view.status === null || status === view.status)
    .filter(({ user }) => view.roleId === null || user.roles.some(({ id }) => id === view.roleId))
    .filter(({ methods }) => view.method === null || (view.method === 'none' ? methods.length === 0 : methods.includes(view.method)))
    .filter(({ user }) => {
      const words = `${user.name} ${user.email}`.normalize('NFKD').replaceAll(/[\u0300-\u036F]/g, '').toLowerCase().split(/[^\p{L}\p{N}]+/u)
      return searched.every((start) => words.some((word) => word.startsWith(start)))
    })
    .toSorted((a, b) => sign * (Number(a.place[0]) - Number(b.place[0]) || compareText(a.place[1], b.place[1]) || compareText(a.key, b.key)))
    .map(({ user }) => user.id)
}

/** All pages of a view, one after another. */
export async function walkPages(world: TestStore, under: Under, view: EnrollmentView, limit: number, between?: () => Promise<void>): Promise<EnrollmentRow[]> {
  const rows: EnrollmentRow[] = []
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<TestStore['store']['listEnrollment']>> = await world.store.listEnrollment(under, view, { after, limit })
    rows.push(...page.rows)
    after = page.next
    if (after === null) return rows
    await between?.()
  }
}
