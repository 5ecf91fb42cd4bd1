import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NewUser } from '../../src/accounts/create-user.ts'
import { builtInRoles } from '../../src/accounts/roles.ts'
import { openAccounts, PASSWORD, type TestAccounts } from './open-accounts.ts'

let at: TestAccounts
let organizationId: string
beforeAll(async () => {
  at = await openAccounts()
  organizationId = (await at.organization({ roles: Object.values(builtInRoles) })).id
})
afterAll(() => at.close())

function create(facts: Partial<NewUser>) {
  return at.accounts.createUser({ organizationId, roles: [builtInRoles.staff], name: 'Ben Example', userName: 'ben', email: null, password: PASSWORD, ...facts })
}

describe('a new user', () => {
  it('is kept as they were named, trimmed, with an audit row', async () => {
    const created = await create({ name: ' Zoë Ødegård-Nuñez ', userName: ' Zoë ', email: ' zoe@example.org ' })
    if (created.kind !== 'created') throw new Error(created.problem)
    expect(await at.reload(created.user)).toEqual(created.user)
    expect(created.user).toMatchObject({ name: 'Zoë Ødegård-Nuñez', userName: 'Zoë', email: 'zoe@example.org', roles: [{ id: 'staff' }] })
    const events = await at.store.listActivity(organizationId, created.user.id, { before: null, limit: 5 })
    expect(events).toMatchObject([{ action: 'user.created', actorId: null, client: { agent: 'command line' } }])
  })

  it('has a name and an address that nobody has', async () => {
    expect(await create({ userName: 'cleo', email: 'cleo@example.org' })).toMatchObject({ kind: 'created' })
    expect(await create({ userName: 'ＣＬＥＯ' })).toEqual({ kind: 'problem', problem: 'taken' })
    expect(await create({ userName: 'cleo2', email: 'CLEO@example.org' })).toEqual({ kind: 'problem', problem: 'taken' })
  })

  it('may use their own address as user name, and nobody else’s', async () => {
    expect(await create({ userName: 'Dan@example.org', email: 'dan@example.org' })).toMatchObject({ kind: 'created' })
    for (const userName of ['erin@example.org', 'erin＠example.org']) {
      expect(await create({ userName, email: 'eve@example.org' })).toEqual({ kind: 'problem', problem: 'invalid-user-name' })
    }
  })

  it.each(['', '   ', 'x'.repeat(101), 'Ann\nBcc: x', 'Ann\r', 'nul\0', 'line\u2028', 'esc\u001B[2J', '\u202Egnp.exe', '\uD800'])('has no name like %j', async (odd) => {
    expect(await create({ name: odd })).toEqual({ kind: 'problem', problem: 'invalid-name' })
    expect(await create({ userName: odd })).toEqual({ kind: 'problem', problem: 'invalid-user-name' })
  })

  it('has no letters in the user name that nobody sees', async () => {
    expect(await create({ userName: 'be\u200Bn' })).toEqual({ kind: 'problem', problem: 'invalid-user-name' })
    expect(await create({ userName: 'farhad', name: 'علی\u200Cرضا' })).toMatchObject({ kind: 'created' })
  })

  it.each(['', 'ben', '@example.org', 'ben@', 'a@b@c', 'ben@example.org\nBcc: x@y.z', 'Ben <ben@example.org>', 'a@b.org,c@d.org', 'a b@c.org', `${'x'.repeat(250)}@y.org`])(
    'has no address like %j',
    async (email) => {
      expect(await create({ email })).toEqual({ kind: 'problem', problem: 'invalid-email' })
    },
  )

  it('has a good password, or none yet', async () => {
    expect(await create({ password: 'ben-example' })).toEqual({ kind: 'problem', problem: 'contains-name' })
    expect(await create({ userName: 'later', password: null })).toMatchObject({ kind: 'created' })
  })
})
