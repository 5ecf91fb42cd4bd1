import * as fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change } from '../../src/engine/changes.ts'
import type { Organization, User } from '../../src/engine/model.ts'
import { nameKeyOf, wordsOf } from '../../src/store/folded-text.ts'
import { fill } from '../../src/store/migrations/0002-administration.ts'
import { listDeactivated } from '../../src/store/migrations/0008-users.ts'
import { anAuthenticator, anId, aUser, NOW } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'
import { roles } from './administration-people.ts'
import { openStore, type TestStore } from './open-store.ts'

const PEOPLE = 4

const step = fc.record({
  who: fc.nat({ max: PEOPLE - 1 }),
  what: fc.constantFrom('add', 'remove', 'codes', 'no codes', 'use', 'roles', 'save', 'deactivate', 'report'),
  which: fc.nat({ max: 3 }),
  method: fc.constantFrom('totp', 'sms'),
  name: fc.constantFrom('Ann Example', 'Zoë O’Brien-Ng', '  Bo  ', '龍 王', '!', 'a'.repeat(300), '😀'.repeat(90)),
  email: fc.constantFrom(null, 'ann.example@harbor.org', 'ANN@ann.ANN'),
})

describe.each(testDatabases)('what the list keeps beside each user on %s', (name) => {
  let world: TestStore
  let organization: Organization

  beforeAll(async () => {
    world = await openStore(name)
    organization = await world.organization({ roles })
  })
  afterAll(() => world.close())

  /** The columns as they follow from the tables that they are kept for. */
  async function recomputed(userId: string) {
    const { db } = world
    const user = await db.selectFrom('nightlatch_user').selectAll().where('id', '=', userId).executeTakeFirstOrThrow()
    const methods = await db.selectFrom('nightlatch_authenticator').select('method').where('user_id', '=', userId).execute()
    const held = await db.selectFrom('nightlatch_user_role').select('role_id').where('user_id', '=', userId).execute()
    const codes = await db.selectFrom('nightlatch_backup_code').select('id').where('user_id', '=', userId).where('used_at', 'is', null).execute()
    const words = wordsOf(user.name, user.email ?? '')
    return {
      nameKey: nameKeyOf(user.name, userId),
      backupCodesLeft: codes.length,
      isActive: user.deactivated_at === null,
      isReported: user.deactivated_at === null && user.reported_at !== null && methods.length === 0,
      methods: [...new Set(methods.map(({ method }) => method))].toSorted(),
      roleIds: held.map(({ role_id }) => role_id).toSorted(),
      words: words.toSorted(),
      searchWords: words.join(' '),
    }
  }

  async function kept(userId: string) {
    const { db } = world
    const user = await db.selectFrom('nightlatch_user').selectAll().where('id', '=', userId).executeTakeFirstOrThrow()
    const cohort = await db.selectFrom('nightlatch_cohort').selectAll().where('organization_id', '=', organization.id).where('id', '=', user.cohort).executeTakeFirst()
    const words = await db.selectFrom('nightlatch_user_word').select('word').where('user_id', '=', userId).execute()
    return {
      nameKey: user.name_key,
      backupCodesLeft: user.backup_codes_left,
      isActive: cohort?.is_active === 1,
      isReported: cohort?.is_reported === 1,
      methods: cohort === undefined ? null : JSON.parse(cohort.methods),
      roleIds: cohort === undefined ? null : JSON.parse(cohort.role_ids),
      words: words.map(({ word }) => word).toSorted(),
      searchWords: user.search_words,
    }
  }

  async function changesOf(user: User, { what, which, method, name, email }: typeof step extends fc.Arbitrary<infer T> ? T : never): Promise<Change[]> {
    const { id: userId } = user
    const { db } = world
    switch (what) {
      case 'add':
        return [{ kind: 'authenticator.add', authenticator: anAuthenticator({ userId, method: method as 'totp', label: anId() }), duringSignIn: which === 0 }]
      case 'remove': {
        const held = await db.selectFrom('nightlatch_authenticator').select('id').where('user_id', '=', userId).execute()
        return held.slice(which).map(({ id }) => ({ kind: 'authenticator.remove', id, userId }))
      }
      case 'codes':
        return [{ kind: 'backup-codes.replace', userId, codes: Array.from({ length: which }, () => ({ id: anId(), sealedHash: 'x' })), at: NOW }]
      case 'no codes':
        return [{ kind: 'backup-codes.remove', userId }]
      case 'use': {
        const codes = (await world.store.backupCodes(organization.id, userId)).filter(({ usedAt }) => usedAt === null)
        return codes.slice(0, which).map(({ id }) => ({ kind: 'backup-code.use', id, userId, at: NOW }))
      }
      case 'roles':
        return [{ kind: 'user.roles', userId, roleIds: roles.slice(which).map(({ id }) => id) }]
      case 'save':
        return [{ kind: 'user.save', user: { ...user, name, email, roles: roles.slice(0, which) }, at: NOW }]
      case 'report':
        return [{ kind: 'user.reported', userId, at: NOW }]
      default: {
        const isActive = (await world.store.findPerson(organization.id, userId))?.user.deactivatedAt === null
        return [{ kind: isActive ? 'user.deactivate' : 'user.reactivate', userId, at: NOW }]
      }
    }
  }

  it('follows from the tables after any changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const people = await Promise.all(Array.from({ length: PEOPLE }, () => world.user(organization, { roles: roles.slice(0, 1) })))
        for (const each of steps) {
          const changes = await changesOf(people[each.who]!, each)
          await world.must(organization.id, ...changes)
        }
        for (const { id } of people) expect(await kept(id)).toEqual(await recomputed(id))
      }),
      { numRuns: 8 },
    )
  }, 120_000)

  it('follows when two commits change one user at once', async () => {
    for (let round = 0; round < 5; round++) {
      const user = await world.user(organization)
      await Promise.all([
        world.must(organization.id, { kind: 'user.roles', userId: user.id, roleIds: ['staff'] }),
        world.must(organization.id, { kind: 'authenticator.add', authenticator: anAuthenticator({ userId: user.id }) }),
        world.must(organization.id, { kind: 'backup-codes.replace', userId: user.id, codes: [{ id: anId(), sealedHash: 'x' }], at: NOW }),
        world.must(organization.id, { kind: 'user.save', user: { ...user, name: 'Renamed', roles: [roles[3]!] }, at: NOW }),
      ])
      expect(await kept(user.id)).toEqual(await recomputed(user.id))
    }
  })

  it('marks who set it up with a password alone until no method of theirs is left', async () => {
    const { id: userId } = await world.user(organization)
    const markedAt = async () => (await world.db.selectFrom('nightlatch_user').select('set_up_during_sign_in_at').where('id', '=', userId).executeTakeFirstOrThrow()).set_up_during_sign_in_at
    const [first, second] = [anAuthenticator({ userId, method: 'sms', createdAt: NOW }), anAuthenticator({ userId, createdAt: NOW + 9 })]
    await world.must(organization.id, { kind: 'authenticator.add', authenticator: first, duringSignIn: true })
    expect(await markedAt()).toBe(NOW)
    await world.must(organization.id, { kind: 'authenticator.add', authenticator: second }, { kind: 'authenticator.remove', id: first.id, userId })
    expect(await markedAt()).toBe(NOW)
    await world.must(organization.id, { kind: 'authenticator.remove', id: second.id, userId })
    expect(await markedAt()).toBeNull()
  })

  it('leaves alone the user of another organization', async () => {
    const { id: userId } = await world.user(organization)
    const before = await kept(userId)
    const other = await world.organization({ roles })
    await world.must(other.id, { kind: 'backup-codes.remove', userId }, { kind: 'user.roles', userId, roleIds: [] })
    await world.store.commit(other.id, [{ kind: 'user.save', user: aUser({ id: userId, name: 'Stolen' }), at: NOW }]).catch(() => 'refused')
    expect(await kept(userId)).toEqual(before)
  })

  it('is what the migration fills in for users who were there before', async () => {
    const user = await world.user(organization, { name: 'Élan Vital', roles: roles.slice(1, 3) })
    await world.must(organization.id, { kind: 'authenticator.add', authenticator: anAuthenticator({ userId: user.id }) })
    const columns = () =>
      world.db
        .selectFrom('nightlatch_user as user')
        .leftJoin('nightlatch_cohort as cohort', (join) => join.onRef('cohort.organization_id', '=', 'user.organization_id').onRef('cohort.id', '=', 'user.cohort'))
        .select(['user.name_key', 'user.backup_codes_left', 'user.search_words', 'cohort.methods', 'cohort.role_ids', 'cohort.is_active'])
        .orderBy('user.id')
        .execute()
    const words = () => world.db.selectFrom('nightlatch_user_word').selectAll().orderBy('user_id').orderBy('word').execute()
    const before = [await columns(), await words()]
    await sql`update nightlatch_user set name_key = '', cohort = null, backup_codes_left = 0, search_words = ''`.execute(world.db)
    await world.db.deleteFrom('nightlatch_user_word').execute()
    await world.db.deleteFrom('nightlatch_cohort').execute()
    await fill(world.db as unknown as Parameters<typeof fill>[0])
    await listDeactivated(world.db as unknown as Parameters<typeof listDeactivated>[0])
    expect([await columns(), await words()]).toEqual(before)
  })
})
