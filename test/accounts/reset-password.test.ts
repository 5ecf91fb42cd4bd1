import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { User } from '../../src/engine/model.ts'
import { anAuthenticator, NOW } from '../support/builders.ts'
import { aVisitor, openAccounts, PASSWORD, type TestAccounts } from './open-accounts.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NEXT = 'staple tango window'

let at: TestAccounts
let user: User
beforeAll(async () => (at = await openAccounts()))
afterAll(() => at.close())
beforeEach(async () => {
  at.clock.now = NOW
  user = await at.person()
})

async function mint(): Promise<string> {
  const token = await at.accounts.mintResetLink(user.id, user.organizationId)
  if (token === null) throw new Error('no link')
  return token
}

function reset(token: string, next = NEXT) {
  return at.accounts.resetPassword({ token, next, visitor: aVisitor() })
}

function enter(password: string) {
  return at.accounts.authenticate({ identifier: user.userName, password, visitor: aVisitor() })
}

describe('asking for a reset', () => {
  it('mails the person, by user name or e-mail address, and is audited as nobody’s doing', async () => {
    const kicks = at.kicks.count
    await at.accounts.requestReset(` ${user.email!.toUpperCase()}`, aVisitor())
    expect(await at.mailed(user)).toEqual(['password-reset-requested'])
    expect(await at.audited(user)).toMatchObject([{ action: 'password.reset-requested', result: 'success', actorId: null }])
    // Once it is answered: whoever asked must not wait longer for somebody who is known.
    expect(at.kicks.count).toBe(kicks)
    await vi.waitFor(() => expect(at.kicks.count).toBe(kicks + 1), { timeout: 5_000 })
  })

  it('answers alike for somebody unknown, deactivated or without an address, and mails nobody', async () => {
    const gone = await at.person()
    await at.must(gone.organizationId, { kind: 'user.deactivate', userId: gone.id, at: NOW })
    const unreachable = await at.person({ email: null })
    const before = await at.db.selectFrom('nightlatch_outbox').selectAll().execute()
    for (const identifier of ['nobody at all', 'nul\0byte', gone.userName, unreachable.userName, user.userName]) {
      expect(await at.accounts.requestReset(identifier, aVisitor())).toBeUndefined()
    }
    const after = await at.db.selectFrom('nightlatch_outbox').selectAll().execute()
    expect(after.slice(before.length)).toMatchObject([{ user_id: user.id }])
  })

  it('keeps no trace of a name that is nobody’s', async () => {
    await at.accounts.requestReset('secret-in-the-wrong-field', aVisitor({ address: '198.51.100.9' }))
    const rows = await at.db.selectFrom('nightlatch_audit_event').selectAll().where('address', '=', '198.51.100.9').execute()
    expect(rows).toMatchObject([{ action: 'password.reset-requested', result: 'failure', subject_id: null }])
    expect(JSON.stringify([rows, at.logged])).not.toContain('wrong-field')
  })

  it('keeps no token in the outbox: the link is made when the message is sent', async () => {
    await at.accounts.requestReset(user.userName, aVisitor())
    const tokens = await at.db.selectFrom('nightlatch_one_time_token').selectAll().where('user_id', '=', user.id).execute()
    expect(tokens).toEqual([])
  })

  it('mails one account once in five minutes, whichever name is used, and five times a day', async () => {
    const ask = async (seconds: number, identifier = user.userName) => {
      at.clock.now = NOW + seconds
      await at.accounts.requestReset(identifier, aVisitor())
      return (await at.mailed(user)).length
    }
    expect(await ask(0)).toBe(1)
    expect(await ask(5 * MINUTE - 1, user.email!)).toBe(1)
    expect(await ask(5 * MINUTE)).toBe(2)
    expect([await ask(HOUR), await ask(2 * HOUR), await ask(3 * HOUR)]).toEqual([3, 4, 5])
    expect([await ask(4 * HOUR), await ask(DAY - 1)]).toEqual([5, 5])
    expect(await ask(DAY)).toBe(6)
  })

  it('mails somebody at a device of their own, however often strangers asked before', async () => {
    const own = await at.knownBrowser(user)
    for (let n = 0; n < 6; n += 1) {
      at.clock.now = NOW + n * HOUR
      await at.accounts.requestReset(user.userName, aVisitor({ address: '198.51.100.1' }))
    }
    expect(await at.mailed(user)).toHaveLength(5)
    await at.accounts.requestReset(user.userName, own)
    expect(await at.mailed(user)).toHaveLength(6)
    // Their own are counted too.
    await at.accounts.requestReset(user.email!, own)
    expect(await at.mailed(user)).toHaveLength(6)
  })

  it('mails at the device of somebody else no more than at any other', async () => {
    const other = await at.knownBrowser(await at.person())
    await at.accounts.requestReset(user.userName, aVisitor())
    await at.accounts.requestReset(user.userName, other)
    expect(await at.mailed(user)).toHaveLength(1)
  })

  it('leaves no more than a hundred rows an hour behind for one network, whatever names are asked for', async () => {
    const rows = async () => {
      const { count } = await at.db.selectFrom('nightlatch_audit_event').select((eb) => eb.fn.countAll<number>().as('count')).where('address', 'like', '2001:db8:7:%').executeTakeFirstOrThrow()
      return Number(count)
    }
    const ask = (name: string, host: number) => at.accounts.requestReset(name, aVisitor({ address: `2001:db8:7:1::${host.toString(16)}` }))
    await Promise.all(Array.from({ length: 120 }, (_, number) => ask(`nobody-${number}`, number)))
    expect(await rows()).toBe(100)
    await ask(user.userName, 7)
    expect(await at.mailed(user)).toEqual([])
    await at.accounts.requestReset(user.userName, aVisitor({ address: '2001:db8:7:2::1' }))
    expect(await at.mailed(user)).toHaveLength(1)
    at.clock.now = NOW + HOUR
    await ask('nobody at all', 8)
    expect(await rows()).toBe(102)
  })

  it('mails once when twenty ask at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => at.accounts.requestReset(user.userName, aVisitor())))
    expect(await at.mailed(user)).toHaveLength(1)
  })
})

describe('the link of a reset', () => {
  it('is open for an hour, to the second, and looking at it changes nothing', async () => {
    const token = await mint()
    for (let look = 0; look < 3; look += 1) expect(await at.accounts.viewReset(token)).toBe('open')
    at.clock.now = NOW + HOUR
    expect(await at.accounts.viewReset(token)).toBe('used-or-expired')
    expect(await reset(token)).toEqual({ kind: 'used-or-expired' })
    at.clock.now = NOW + HOUR - 1
    expect(await reset(token)).toEqual({ kind: 'reset' })
  })

  it('that is printed at the server is written down as made there', async () => {
    const token = await at.accounts.atServer.mintResetLink(user.id, user.organizationId)
    expect((await at.audited(user)).at(-1)).toMatchObject({ action: 'password.reset-requested', actorId: null, client: { agent: 'command line' } })
    expect(await reset(token ?? '')).toEqual({ kind: 'reset' })
  })

  it('works once', async () => {
    const token = await mint()
    expect(await reset(token)).toEqual({ kind: 'reset' })
    expect(await reset(token, 'another good one')).toEqual({ kind: 'used-or-expired' })
    expect(await at.accounts.viewReset(token)).toBe('used-or-expired')
    expect(await enter(NEXT)).toMatchObject({ kind: 'authenticated' })
  })

  it('works once when it is used twenty times at once', async () => {
    const token = await mint()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => reset(token, `${NEXT} ${index}`)))
    expect(answers.filter(({ kind }) => kind === 'reset')).toHaveLength(1)
    expect(answers.filter(({ kind }) => kind === 'used-or-expired')).toHaveLength(19)
    expect((await at.reload(user)).passwordEpoch).toBe(2)
  })

  it('is void once a later one was made', async () => {
    const [former, later] = [await mint(), await mint()]
    expect(await reset(former)).toEqual({ kind: 'used-or-expired' })
    expect(await reset(later)).toEqual({ kind: 'reset' })
  })

  it('cannot be made up', async () => {
    const token = await mint()
    const [id] = token.split('.')
    const row = await at.store.findOneTimeToken(id!, 'password-reset')
    for (const forged of ['', id!, `${id}.${row!.tokenHash}`, `${token}x`, (await mintOther()).replace(/^[^.]+/, id!)]) {
      expect(await reset(forged)).toEqual({ kind: 'used-or-expired' })
    }
    expect(await enter(PASSWORD)).toMatchObject({ kind: 'authenticated' })
  })

  it('is not made for somebody deactivated, and does not work for them', async () => {
    const token = await mint()
    await at.must(user.organizationId, { kind: 'user.deactivate', userId: user.id, at: NOW })
    expect(await reset(token)).toEqual({ kind: 'used-or-expired' })
    expect(await at.accounts.mintResetLink(user.id, user.organizationId)).toBeNull()
  })

  async function mintOther(): Promise<string> {
    const other = await at.person()
    return (await at.accounts.mintResetLink(other.id, other.organizationId))!
  }
})

describe('resetting the password', () => {
  it('refuses a bad one, and leaves the link open', async () => {
    const token = await mint()
    expect(await reset(token, 'password1')).toEqual({ kind: 'problem', problem: 'common' })
    expect(await reset(token, `${user.userName}!`)).toEqual({ kind: 'problem', problem: 'contains-name' })
    expect(await reset(token)).toEqual({ kind: 'reset' })
  })

  it('ends every session and opens none', async () => {
    const sessions = [await at.signIn(user), await at.signIn(user)]
    await reset(await mint())
    for (const session of sessions) expect(await at.accounts.sessions.current(session)).toBeNull()
    expect(await at.store.listSessions(user.organizationId, user.id)).toEqual([])
  })

  it('leaves the second step in place', async () => {
    await at.must(
      user.organizationId,
      { kind: 'user.factors-changed', userId: user.id, passwordEpoch: 1, factorEpoch: 1, enrolledAt: NOW, backupCodesSavedAt: NOW },
      { kind: 'authenticator.add', authenticator: anAuthenticator({ userId: user.id }) },
    )
    expect(await reset(await mint())).toEqual({ kind: 'reset' })
    const authenticated = await enter(NEXT)
    if (authenticated.kind !== 'authenticated') throw new Error(authenticated.kind)
    expect(await at.engine.signIn.begin(authenticated.user, aVisitor(), '/')).toMatchObject({ kind: 'verify' })
  })

  it('is audited, and told to the person', async () => {
    await reset(await mint())
    expect(await at.audited(user)).toMatchObject([{ action: 'password.reset', result: 'success', subjectId: user.id }])
    expect(await at.mailed(user)).toEqual(['password-changed'])
  })

  it('spares the person the wait that forgetting had cost', async () => {
    for (let time = 0; time < 10; time += 1) await enter('wrong')
    expect(await enter('wrong')).toMatchObject({ kind: 'wait' })
    await reset(await mint())
    expect(await enter(NEXT)).toMatchObject({ kind: 'authenticated' })
  })

  it('gives somebody their first password', async () => {
    user = await at.person({ password: null })
    expect(await reset(await mint())).toEqual({ kind: 'reset' })
    expect(await enter(NEXT)).toMatchObject({ kind: 'authenticated' })
  })
})
