import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultPolicy } from '../../src/accounts/default-policy.ts'
import { NOW } from '../support/builders.ts'
import { aVisitor, openAccounts, PASSWORD, type TestAccounts } from './open-accounts.ts'

const harbor = { name: 'Harbor Clinic', country: 'CA' }
const ann = { name: 'Ann Example', userName: 'ann', email: 'ann@example.org', password: PASSWORD, organization: harbor }
const HOUR = 60 * 60

let at: TestAccounts
beforeEach(async () => (at = await openAccounts()))
afterEach(() => at.close())

describe('the first administrator', () => {
  it('comes with an organization, its roles and an optional policy', async () => {
    const created = await at.accounts.createAdministrator(ann)
    if (created.kind !== 'created') throw new Error(created.kind)
    expect(await at.store.findPerson(created.user.organizationId, created.user.id)).toMatchObject({
      user: { userName: 'ann', roles: [{ id: 'administrator', rank: 100, mayAdminister: true }], enrolledAt: null },
      organization: { name: 'Harbor Clinic', country: 'CA', timeZone: 'UTC' },
      policy: defaultPolicy,
    })
    const roles = await at.db.selectFrom('nightlatch_role').select(['id', 'rank', 'always_requires']).orderBy('rank').execute()
    expect(roles).toEqual([
      { id: 'staff', rank: 10, always_requires: 0 },
      { id: 'payments-administrator', rank: 50, always_requires: 1 },
      { id: 'administrator', rank: 100, always_requires: 0 },
    ])
    expect(await at.accounts.authenticate({ identifier: 'ann', password: PASSWORD, visitor: aVisitor() })).toMatchObject({ kind: 'authenticated' })
  })

  it('is the first only while there is nobody', async () => {
    await at.accounts.createAdministrator(ann)
    expect(await at.accounts.createAdministrator({ ...ann, userName: 'eve', email: 'eve@example.org' })).toEqual({ kind: 'not-empty' })
    expect(await at.accounts.mintFirstAdministratorLink()).toBeNull()
  })

  it.each([
    [{ country: 'XX' }, 'invalid-country'],
    [{ country: 'gb' }, 'invalid-country'],
    [{ timeZone: 'Mars/Base' }, 'invalid-time-zone'],
    [{ timeZone: '+01:00' }, 'invalid-time-zone'],
    [{ locale: 'en_GB' }, 'invalid-locale'],
  ])('gets no organization of which %o makes no sense', async (organization, problem) => {
    expect(await at.accounts.createAdministrator({ ...ann, organization: { ...harbor, ...organization } })).toEqual({ kind: 'problem', problem })
  })

  it('gets no poor password and no newline in a name', async () => {
    expect(await at.accounts.createAdministrator({ ...ann, password: 'password' })).toEqual({ kind: 'problem', problem: 'common' })
    expect(await at.accounts.createAdministrator({ ...ann, name: 'Ann\r\nBcc: eve@example.org' })).toEqual({ kind: 'problem', problem: 'invalid-name' })
    const organization = { ...harbor, name: 'Harbor\nClinic' }
    expect(await at.accounts.createAdministrator({ ...ann, organization })).toEqual({ kind: 'problem', problem: 'invalid-organization-name' })
    expect(await at.store.isEmpty()).toBe(true)
  })
})

describe('the link for the first administrator', () => {
  it('works once, and looking at it changes nothing', async () => {
    const token = (await at.accounts.mintFirstAdministratorLink())!
    for (let look = 0; look < 3; look += 1) expect(await at.accounts.viewFirstAdministrator(token)).toBe('open')
    expect(await at.accounts.createFirstAdministrator(token, ann, aVisitor())).toMatchObject({ kind: 'created' })
    expect(await at.accounts.viewFirstAdministrator(token)).toBe('used-or-expired')
    expect(await at.accounts.createFirstAdministrator(token, { ...ann, userName: 'eve' }, aVisitor())).toEqual({ kind: 'used-or-expired' })
  })

  it('is void when another is made', async () => {
    const former = (await at.accounts.mintFirstAdministratorLink())!
    const token = (await at.accounts.mintFirstAdministratorLink())!
    expect(await at.accounts.viewFirstAdministrator(former)).toBe('used-or-expired')
    expect(await at.accounts.viewFirstAdministrator(token)).toBe('open')
  })

  it('stays open after a form that was filled in wrongly', async () => {
    const token = (await at.accounts.mintFirstAdministratorLink())!
    expect(await at.accounts.createFirstAdministrator(token, { ...ann, password: 'short' }, aVisitor())).toEqual({ kind: 'problem', problem: 'too-short' })
    expect(await at.accounts.createFirstAdministrator(token, ann, aVisitor())).toMatchObject({ kind: 'created' })
  })

  it('makes one administrator when it is used twenty times at once', async () => {
    const token = (await at.accounts.mintFirstAdministratorLink())!
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => at.accounts.createFirstAdministrator(token, { ...ann, userName: `ann${index}`, email: null }, aVisitor())),
    )
    expect(answers.filter(({ kind }) => kind === 'created')).toHaveLength(1)
    expect(answers.filter(({ kind }) => kind === 'used-or-expired')).toHaveLength(19)
    expect(await at.db.selectFrom('nightlatch_organization').select('id').execute()).toHaveLength(1)
  })

  it('is over when somebody came in another way, and after a day', async () => {
    const token = (await at.accounts.mintFirstAdministratorLink())!
    at.clock.now = NOW + 24 * HOUR - 1
    expect(await at.accounts.viewFirstAdministrator(token)).toBe('open')
    at.clock.now = NOW + 24 * HOUR
    expect(await at.accounts.viewFirstAdministrator(token)).toBe('used-or-expired')

    const other = (await at.accounts.mintFirstAdministratorLink())!
    await at.accounts.createAdministrator(ann)
    expect(await at.accounts.viewFirstAdministrator(other)).toBe('used-or-expired')
    expect(await at.accounts.createFirstAdministrator(other, { ...ann, userName: 'eve' }, aVisitor())).toEqual({ kind: 'used-or-expired' })
  })

  it('is no other link, and no other link is it', async () => {
    const token = (await at.accounts.mintFirstAdministratorLink())!
    expect(await at.accounts.viewReset(token)).toBe('used-or-expired')
    expect(await at.accounts.resetPassword({ token, next: PASSWORD, visitor: aVisitor() })).toEqual({ kind: 'used-or-expired' })
    for (const forged of ['', 'x', `${token}x`, token.replace(/.$/, token.endsWith('A') ? 'E' : 'A')]) {
      expect(await at.accounts.viewFirstAdministrator(forged)).toBe('used-or-expired')
    }
  })
})
