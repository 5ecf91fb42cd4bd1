import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshGuard } from '../../src/engine/lockout.ts'
import { anAuthenticator, anId, aPolicy, aRole, aUser, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { openStore, type TestStore } from './open-store.ts'

describe.each(testDatabases)('people on %s', (name) => {
  let at: TestStore
  beforeAll(async () => {
    at = await openStore(name)
  })
  afterAll(() => at.close())

  it('loads one user with all that the rules ask about', async () => {
    const roles = [aRole({ id: 'chief', rank: 50, mayAdminister: true }), aRole({ id: 'staff', rank: 10, alwaysRequires: true })]
    const organization = await at.organization({ roles })
    const user = await at.user(organization, { roles, exemptUntil: NOW + 5, email: null })
    const authenticators = [
      anAuthenticator({ userId: user.id, data: { digits: 6 }, lastCounter: 7 }),
      anAuthenticator({ userId: user.id, method: 'sms', label: '17', createdAt: NOW + 1 }),
    ]
    await at.must(
      organization.id,
      ...authenticators.map((authenticator) => ({ kind: 'authenticator.add' as const, authenticator })),
      { kind: 'backup-codes.replace', userId: user.id, codes: [1, 2, 3].map((n) => ({ id: `${user.id}-${n}`, sealedHash: 'x' })), at: NOW },
      { kind: 'backup-code.use', id: `${user.id}-2`, userId: user.id, at: NOW },
    )

    expect(await at.store.findPerson(organization.id, user.id)).toEqual({
      user,
      organization,
      policy: aPolicy(),
      authenticators,
      backupCodesLeft: 2,
      guard: freshGuard,
    })
  })

  it('knows nobody by another organization', async () => {
    const [own, other] = [await at.organization(), await at.organization()]
    const user = await at.user(own)
    expect(await at.store.findPerson(other.id, user.id)).toBeNull()
    expect(await at.store.findPerson(own.id, anId())).toBeNull()
  })

  it('finds a login by user name and by e-mail, however they were typed when made', async () => {
    const organization = await at.organization()
    const user = await at.user(organization, { userName: ' Ｂeth', email: 'Beth@Example.org' })
    const login = { user: { id: user.id, organizationId: organization.id, passwordEpoch: user.passwordEpoch }, passwordHash: 'hash', deactivatedAt: null }
    expect(await at.store.findLogin('beth')).toEqual(login)
    expect(await at.store.findLogin('beth@example.org')).toEqual(login)
    expect(await at.store.findLogin('bet')).toBeNull()
  })

  it('keeps names and addresses apart on the whole server, each other included', async () => {
    const [own, other] = [await at.organization(), await at.organization()]
    await at.user(own, { userName: 'carl', email: 'carl@example.org' })
    const create = (facts: { userName: string; email: string | null }) =>
      at.store.commit(other.id, [{ kind: 'user.create', user: aUser({ organizationId: other.id, ...facts }), passwordHash: null, at: NOW }])

    expect(await create({ userName: 'CARL', email: null })).toBe('user.create')
    expect(await create({ userName: 'carl2', email: 'Carl@example.org' })).toBe('user.create')
    expect(await create({ userName: 'carl@example.org', email: null })).toBe('user.create')
    expect(await create({ userName: 'carl3', email: 'carl' })).toBe('user.create')
    expect(await create({ userName: 'carl4', email: null })).toBeNull()
  })

  it('is empty until there is a user', async () => {
    const fresh = await openStore(name)
    try {
      expect(await fresh.store.isEmpty()).toBe(true)
      await fresh.user(await fresh.organization())
      expect(await fresh.store.isEmpty()).toBe(false)
    } finally {
      await fresh.close()
    }
  })
})
