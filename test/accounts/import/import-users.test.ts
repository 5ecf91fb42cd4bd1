import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtInRoles } from '../../../src/accounts/roles.ts'
import type { Organization } from '../../../src/engine/model.ts'
import { NOW } from '../../support/builders.ts'
import { testDatabases } from '../../support/test-databases.ts'
import { openAccounts, type TestAccounts } from '../open-accounts.ts'

const everybody = { sort: 'name', direction: 'ascending', status: null, roleId: null, method: null, search: '' } as const

describe.each(testDatabases)('importing users on %s', (name) => {
  let world: TestAccounts
  let organization: Organization
  let files = 0

  beforeAll(async () => {
    world = await openAccounts(name)
    organization = await world.organization({ roles: Object.values(builtInRoles) })
  })
  afterAll(() => world.close())

  const importText = (source: string, organizationId = organization.id) => world.accounts.atServer.importUsers({ organizationId, source, isRehearsal: false })
  const rehearse = async (source: string) => {
    const outcome = await world.accounts.atServer.importUsers({ organizationId: organization.id, source, isRehearsal: true })
    return outcome.kind === 'rehearsed' ? outcome.rehearsal : outcome
  }
  const faultsIn = async (source: string) => {
    const rehearsal = await rehearse(source)
    return 'faulty' in rehearsal ? rehearsal.faulty.map(({ line, faults }) => [line, ...faults]) : rehearsal
  }
  const linesOf = (count: number) => {
    files += 1
    return Array.from({ length: count }, (_, i) => `Person ${i},p${files}-${i},p${files}-${i}@example.org,${i % 3 === 0 ? 'Staff; Payments administrator' : 'staff'}`)
  }

  it('adds all of them in one commit: users, roles, messages, and what lists know them by', async () => {
    const before = await world.store.progress({ organizationId: organization.id, policy: await policyOf(), now: NOW })
    expect(await importText(['Name,User name,E-mail,Roles', ...linesOf(500)].join('\r\n'))).toEqual({ kind: 'imported', count: 500, isMailed: true })
    const under = { organizationId: organization.id, policy: await policyOf(), now: NOW + 61 }
    expect((await world.store.progress(under)).people).toBe(before.people + 500)
    const { rows } = await world.store.listEnrollment(under, { ...everybody, search: `p${files}-3` }, { after: null, limit: 3 })
    expect(rows[0]).toMatchObject({ name: 'Person 3', userName: `p${files}-3`, email: `p${files}-3@example.org`, roles: ['Payments administrator', 'Staff'], status: 'overdue' })
    const walked = await world.store.listEnrollment(under, { ...everybody, roleId: 'payments-administrator' }, { after: null, limit: 200 })
    expect(walked.rows.length).toBeGreaterThanOrEqual(167)

    const person = (await world.store.findPerson(organization.id, rows[0]!.userId))!
    expect(person.user).toMatchObject({ enrolledAt: null, graceStartsAt: NOW, passwordEpoch: 1, factorEpoch: 1 })
    expect(await world.mailed(person.user)).toEqual(['account-created'])
    expect(await world.store.listActivity(organization.id, person.user.id, { before: null, limit: 5 })).toMatchObject([{ action: 'user.created', actorId: null, detail: { by: 'import' } }])
    const { events } = await world.store.listAudit(organization.id, { actions: ['users.imported'], person: '', from: null, until: null }, { before: null, limit: 1 })
    expect(events).toMatchObject([{ detail: { users: 500 }, client: { agent: 'command line' } }])
    // Whoever came with others is treated as whoever came alone.
    await world.must(organization.id, { kind: 'user.roles', userId: person.user.id, roleIds: ['staff'] })
    expect((await world.store.findPerson(organization.id, person.user.id))?.user.roles).toMatchObject([{ id: 'staff' }])
  }, 60_000)

  it('takes thousands at once', async () => {
    const count = name === 'sqlite' ? 10_000 : 2_000
    expect(await importText(linesOf(count).join('\n'))).toMatchObject({ kind: 'imported', count })
  }, 120_000)

  it('adds nobody when one line is bad, and says every reason of every bad line', async () => {
    const zoe = await world.person({ userName: 'zoe-taken', email: 'zoe-taken@example.org' })
    const source = [
      'Ann Example,ann-good,ann-good@example.org,Staff',
      ',ann-2,not an address,Skipper|Staff',
      'Ben,ben@elsewhere.example,ben@example.org,',
      'Cat,cat,cat@example.org',
      `Dan,${zoe.userName.toUpperCase()},ZOE-TAKEN@example.org,`,
      'Eve,ann-good,eve@example.org,',
      'Fay,fay,ANN-GOOD@example.org,',
      `${'x'.repeat(101)},gil,gil@example.org,`,
      'H\u0007al,hal\u200b,,staff',
      'Ida,ann-good@example.org,ida@example.org,Administrator',
    ].join('\n')
    expect(await faultsIn(source)).toEqual([
      [2, { kind: 'empty', column: 'name' }, { kind: 'invalid', column: 'email' }, { kind: 'no-such-role', role: 'Skipper' }],
      [3, { kind: 'invalid', column: 'userName' }],
      [4, { kind: 'columns', found: 3, wanted: 4 }],
      [5, { kind: 'taken', column: 'email' }, { kind: 'taken', column: 'userName' }],
      [6, { kind: 'twice', column: 'userName', line: 1 }],
      [7, { kind: 'twice', column: 'email', line: 1 }],
      [8, { kind: 'too-long', column: 'name', most: 100 }],
      [9, { kind: 'invalid', column: 'name' }, { kind: 'invalid', column: 'userName' }, { kind: 'empty', column: 'email' }],
      [10, { kind: 'invalid', column: 'userName' }, { kind: 'twice', column: 'userName', line: 1 }],
    ])
    expect((await importText(source)).kind).toBe('refused')
    expect(await world.store.takenNames(['ann-good', 'fay'])).toEqual(new Set())
  })

  it('finds the columns by the first line, in whatever order it names them', async () => {
    const rehearsal = await rehearse('E-Mail;Roles;user_name;NAME\nann-x@example.org;Staff, Payments administrator;ann-x;Ann X')
    expect(rehearsal).toMatchObject({ faulty: [], users: [{ name: 'Ann X', userName: 'ann-x', email: 'ann-x@example.org', roles: [{ id: 'staff' }, { id: 'payments-administrator' }] }] })
    expect(await rehearse('name,user name,e-mail,roles\n')).toEqual({ kind: 'unreadable', problem: { kind: 'empty' } })
  })

  it('leaves nothing of a file when somebody took a name meanwhile, also where it is the address of another', async () => {
    const lines = linesOf(3)
    const outcome = await Promise.all([importText(lines.join('\n')), importText(lines.join('\n'))].map((each) => each.catch((error: Error) => error.message)))
    expect(outcome.filter((each) => typeof each === 'object' && each.kind === 'imported')).toHaveLength(1)
    const user = await world.person({ userName: 'plain', email: 'Plain-Mail@example.org' })
    const created = { ...user, id: '01890000-0000-7000-8000-000000000001', userName: 'plain-mail@example.org', email: 'other@example.org', organizationId: organization.id, roles: [] }
    expect(await world.store.commit(organization.id, [{ kind: 'users.add', users: [created], events: [], notices: [], at: NOW }])).toBe('users.add')
    expect(await world.store.takenNames(['other@example.org'])).toEqual(new Set())
  })

  async function policyOf() {
    return (await world.store.policyHistory(organization.id))[0]!.policy
  }
})
