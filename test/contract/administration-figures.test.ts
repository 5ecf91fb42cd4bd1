import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { builtInRoles } from '../../src/accounts/roles.ts'
import type { Under } from '../../src/engine/administration-ports.ts'
import type { MethodId, Organization, User } from '../../src/engine/model.ts'
import { anAuthenticator, anId, aPolicy, aRole, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

const DAY = 24 * 60 * 60
const { administrator, paymentsAdministrator, staff } = builtInRoles
const auditor = aRole({ id: 'auditor', name: 'Auditor', rank: 40, mayAdminister: true })
const required = aPolicy({ requiredSince: NOW - 60 * DAY, graceDays: 14 })

describe.each(testDatabases)('the figures of administration on %s', (name) => {
  let world: TestStore
  let organization: Organization
  let under: Under

  beforeAll(async () => {
    world = await openStore(name)
  })
  beforeEach(async () => {
    organization = await world.organization({ roles: [administrator, paymentsAdministrator, staff, auditor] })
    under = { organizationId: organization.id, policy: required, now: NOW }
    // Somebody else's people count for nobody.
    const other = await world.organization({ roles: [administrator, staff] })
    await enroll(await world.user(other, { roles: [administrator] }), 'totp')
    await world.user(other, { roles: [staff], graceStartsAt: NOW - 90 * DAY })
  })
  afterAll(() => world.close())

  async function enroll(user: User, method: MethodId): Promise<User> {
    await world.must(user.organizationId, { kind: 'authenticator.add', authenticator: anAuthenticator({ userId: user.id, method }) })
    return user
  }

  it('count who has set it up, and may be a minute old', async () => {
    await enroll(await world.user(organization, { roles: [staff] }), 'totp')
    await world.user(organization, { roles: [staff] })
    await world.user(organization, { deactivatedAt: NOW })
    expect(await world.store.progress(under)).toEqual({ people: 2, enrolled: 1 })
    await world.user(organization)
    expect(await world.store.progress({ ...under, now: NOW + 59 })).toEqual({ people: 2, enrolled: 1 })
    expect(await world.store.progress({ ...under, now: NOW + 60 })).toEqual({ people: 3, enrolled: 1 })
  })

  it('count anew under a policy that allows something else', async () => {
    await enroll(await world.user(organization), 'sms')
    expect(await world.store.progress(under)).toEqual({ people: 1, enrolled: 1 })
    expect(await world.store.progress({ ...under, policy: { ...required, version: 2, allowedMethods: ['totp'] } })).toEqual({ people: 1, enrolled: 0 })
  })

  it('name everybody whom a policy would stop, though nobody has saved it', async () => {
    const late = { graceStartsAt: NOW - 90 * DAY }
    const nora = await world.user(organization, { name: 'Nora', ...late })
    const exempt = await world.user(organization, { name: 'Ben', ...late, exemptUntil: NOW + 1 })
    const newcomer = await world.user(organization, { name: 'Cleo', graceStartsAt: NOW })
    const payments = await world.user(organization, { name: 'Abe', roles: [paymentsAdministrator], graceStartsAt: NOW, exemptUntil: NOW + 1 })
    const texter = await enroll(await world.user(organization, { name: 'Tess', ...late, exemptUntil: NOW + 1 }), 'sms')
    await enroll(await world.user(organization, { name: 'Olga', ...late }), 'totp')
    await world.user(organization, { name: 'Gone', ...late, deactivatedAt: NOW })

    const stopped = async (policy: Partial<typeof required>, limit = 9) => {
      const { count, first } = await world.store.stopped({ ...under, policy: { ...required, ...policy } }, limit)
      return [count, ...first.map(({ userId }) => userId)]
    }
    expect(await stopped({})).toEqual([2, payments.id, nora.id])
    expect(await stopped({}, 1)).toEqual([2, payments.id])
    expect(await stopped({ requiredSince: null })).toEqual([1, payments.id])
    expect(await stopped({ requiredSince: NOW })).toEqual([1, payments.id])
    expect(await stopped({ graceDays: 0 })).toEqual([3, payments.id, newcomer.id, nora.id])
    expect(await stopped({ allowedMethods: ['totp'] })).toEqual([3, payments.id, nora.id, texter.id])
    expect(exempt.id).not.toBe(texter.id)
  })

  it('count the administrators who could still get in, but for one', async () => {
    const first = await enroll(await world.user(organization, { roles: [administrator] }), 'totp')
    const second = await enroll(await world.user(organization, { roles: [staff, auditor] }), 'sms')
    await world.user(organization, { roles: [administrator] })
    await enroll(await world.user(organization, { roles: [administrator], deactivatedAt: NOW }), 'totp')
    await enroll(await world.user(organization, { roles: [staff] }), 'totp')
    expect(await world.store.enrolledAdministratorsBut(under, 'nobody')).toBe(2)
    expect(await world.store.enrolledAdministratorsBut(under, first.id)).toBe(1)
    const strict = { ...under, policy: { ...required, allowedMethods: ['totp' as const] } }
    expect(await world.store.enrolledAdministratorsBut(strict, first.id)).toBe(0)
    expect(await world.store.enrolledAdministratorsBut(strict, second.id)).toBe(1)
  })

  it('list the roles with how many hold them, highest first', async () => {
    await world.user(organization, { roles: [staff, auditor] })
    await world.user(organization, { roles: [staff] })
    await world.user(organization, { roles: [administrator], deactivatedAt: NOW })
    expect(await world.store.listRoles(organization.id)).toEqual([
      { ...administrator, people: 0, requiredBy: null },
      { ...paymentsAdministrator, people: 0, requiredBy: 'nature' },
      { ...auditor, people: 1, requiredBy: null },
      { ...staff, people: 2, requiredBy: null },
    ])
  })

  it('follow a role that is changed, without a change of anybody who holds it', async () => {
    const user = await world.user(organization, { roles: [auditor], graceStartsAt: NOW })
    expect((await world.store.stopped(under, 9)).count).toBe(0)
    await world.must(organization.id, { kind: 'role.save', role: { ...auditor, name: 'Inspector', alwaysRequires: true } })
    const { first } = await world.store.stopped(under, 9)
    expect(first).toMatchObject([{ userId: user.id, roles: ['Inspector'], status: 'overdue' }])
  })

  it('tell which roles were made always to require it, and follow it at once', async () => {
    const actor = await world.user(organization, { name: 'Amara', roles: [administrator] })
    const user = await world.user(organization, { roles: [auditor], graceStartsAt: NOW })
    await enroll(await world.user(organization, { roles: [auditor, staff] }), 'totp')
    await world.user(organization, { roles: [auditor], deactivatedAt: NOW })
    expect(await world.store.holdersOf(under, auditor.id)).toEqual({ people: 2, notSetUp: 1 })

    const change = (isRequired: boolean, actorId: string | null, at: number) => ({ kind: 'role.require' as const, id: anId(), roleId: auditor.id, isRequired, actorId, at })
    await world.must(organization.id, change(true, actor.id, NOW + 1))
    expect(await world.store.commit(organization.id, [change(true, actor.id, NOW + 2)])).toBe('role.require')
    expect((await world.store.findPerson(organization.id, user.id))?.user.roles).toMatchObject([{ id: auditor.id, alwaysRequires: true }])
    expect((await world.store.stopped(under, 9)).first).toMatchObject([{ userId: user.id }])
    // A host that tells of its roles again says nothing about the list.
    await world.must(organization.id, { kind: 'role.save', role: auditor })
    expect(await world.store.listRoles(organization.id)).toContainEqual({ ...auditor, alwaysRequires: true, people: 2, requiredBy: 'administrator' })

    await world.must(organization.id, change(false, null, NOW + 3))
    expect(await world.store.commit(organization.id, [change(false, null, NOW + 4)])).toBe('role.require')
    expect((await world.store.stopped(under, 9)).count).toBe(0)
    expect(await world.store.roleHistory(organization.id)).toEqual([
      { roleId: auditor.id, roleName: auditor.name, isRequired: false, at: NOW + 3, by: null },
      { roleId: auditor.id, roleName: auditor.name, isRequired: true, at: NOW + 1, by: { id: actor.id, name: 'Amara' } },
    ])
    const stranger = await world.organization({ roles: [auditor] })
    expect(await world.store.roleHistory(stranger.id)).toEqual([])
    expect(await world.store.commit(organization.id, [{ ...change(false, null, NOW), roleId: paymentsAdministrator.id }])).toBe('role.require')
  })

  it('tell the history of the policy, newest first, with who saved it', async () => {
    const actor = await world.user(organization, { name: 'Amara' })
    const stranger = await world.user(await world.organization())
    const policy = aPolicy({ version: 2, requiredSince: NOW })
    await world.must(organization.id, { kind: 'policy.set', policy, actorId: actor.id, at: NOW + 5 })
    await world.must(organization.id, { kind: 'policy.set', policy: { ...policy, version: 3 }, actorId: stranger.id, at: NOW + 9 })
    expect(await world.store.policyHistory(organization.id)).toEqual([
      { policy: { ...policy, version: 3 }, savedAt: NOW + 9, savedBy: null },
      { policy, savedAt: NOW + 5, savedBy: { id: actor.id, name: 'Amara' } },
      { policy: aPolicy(), savedAt: NOW, savedBy: null },
    ])
  })
})
