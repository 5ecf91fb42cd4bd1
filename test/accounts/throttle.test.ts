import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { User, Visitor } from '../../src/engine/model.ts'
import { NOW } from '../support/builders.ts'
import { aVisitor, openAccounts, PASSWORD, type TestAccounts } from './open-accounts.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE

let at: TestAccounts
beforeAll(async () => (at = await openAccounts()))
afterAll(() => at.close())
beforeEach(() => {
  at.clock.now = NOW
  at.calls.verified.length = 0
})

function enter(identifier: string, password: string, visitor = aVisitor()) {
  return at.accounts.authenticate({ identifier, password, visitor })
}

async function fail(identifier: string, times: number, visitor?: Visitor): Promise<void> {
  for (let time = 0; time < times; time += 1) expect(await enter(identifier, 'wrong', visitor)).toEqual({ kind: 'refused' })
}

describe('wrong passwords from one address', () => {
  it('make everybody wait after the tenth, and not even the right one is looked at meanwhile', async () => {
    const user = await at.person()
    await fail(user.userName, 10)
    at.calls.verified.length = 0
    expect(await enter(user.userName, PASSWORD)).toEqual({ kind: 'wait', until: NOW + 30 })
    expect(at.calls.verified).toEqual([])

    at.clock.now = NOW + 29
    expect(await enter(user.userName, PASSWORD)).toMatchObject({ kind: 'wait' })
    at.clock.now = NOW + 30
    expect(await enter(user.userName, PASSWORD)).toMatchObject({ kind: 'authenticated' })
  })

  it('cost a wait that doubles up to a quarter of an hour', async () => {
    const user = await at.person()
    await fail(user.userName, 9)
    for (const wait of [30, 60, 120, 240, 480, 900, 900]) {
      await fail(user.userName, 1)
      expect(await enter(user.userName, PASSWORD)).toEqual({ kind: 'wait', until: at.clock.now + wait })
      at.clock.now += wait
    }
  })

  it('are judged ten times when twenty arrive together', async () => {
    const user = await at.person()
    const answers = await Promise.all(Array.from({ length: 20 }, () => enter(user.userName, 'wrong')))
    expect(answers.filter(({ kind }) => kind === 'refused')).toHaveLength(10)
    expect(answers.filter(({ kind }) => kind === 'wait')).toHaveLength(10)
    expect(at.calls.verified).toHaveLength(10)
  })

  it('are forgiven by the right one', async () => {
    const user = await at.person()
    for (let round = 0; round < 3; round += 1) {
      await fail(user.userName, 9)
      expect(await enter(user.userName, PASSWORD)).toMatchObject({ kind: 'authenticated' })
    }
  })

  it('count for an unknown user in the same way', async () => {
    await fail('ghost', 10)
    expect(await enter('Ghost ', 'wrong')).toEqual({ kind: 'wait', until: NOW + 30 })
  })

  it('do not tell which address belongs to which user name', async () => {
    const user = await at.person()
    await fail(user.userName, 10)
    expect(await enter(user.email!, 'wrong')).toEqual({ kind: 'refused' })
  })

  it('keep nobody out who comes from another', async () => {
    const user = await at.person()
    await fail(user.userName, 10)
    expect(await enter(user.userName, PASSWORD, aVisitor({ address: '192.0.2.2' }))).toMatchObject({ kind: 'authenticated' })
  })
})

describe('wrong passwords from many addresses', () => {
  async function spend(user: User, tries: number): Promise<void> {
    await Promise.all(Array.from({ length: tries }, (_, index) => enter(user.userName, 'wrong', aVisitor({ address: `10.0.0.${index}` }))))
  }

  it('are judged a hundred times an hour for one account', async () => {
    const user = await at.person()
    await spend(user, 130)
    expect(at.calls.verified).toHaveLength(100)
    expect(await enter(user.userName, PASSWORD, aVisitor({ address: '10.9.9.9' }))).toEqual({ kind: 'wait', until: NOW + HOUR })
    at.clock.now = NOW + HOUR - 1
    expect(await enter(user.userName, PASSWORD, aVisitor({ address: '10.9.9.9' }))).toMatchObject({ kind: 'wait' })
    at.clock.now = NOW + HOUR
    expect(await enter(user.userName, PASSWORD, aVisitor({ address: '10.9.9.9' }))).toMatchObject({ kind: 'authenticated' })
  })

  it('give the right ones of the owner no share in that hundred', async () => {
    const user = await at.person()
    await spend(user, 99)
    for (let time = 0; time < 3; time += 1) {
      expect(await enter(user.userName, PASSWORD, aVisitor({ address: '10.9.9.9' }))).toMatchObject({ kind: 'authenticated' })
    }
  })

  it('keep nobody out whose browser is known', async () => {
    const user = await at.person()
    const browser = await at.knownBrowser(user, '10.0.0.1')
    await spend(user, 110)
    expect(await enter(user.userName, PASSWORD, browser)).toMatchObject({ kind: 'authenticated' })
  })
})

describe('a known browser', () => {
  it('has ten free tries of its own, wherever it is', async () => {
    const user = await at.person()
    const browser = await at.knownBrowser(user)
    await fail(user.userName, 5, browser)
    await fail(user.userName, 5, { ...browser, address: '203.0.113.9' })
    expect(await enter(user.userName, PASSWORD, browser)).toEqual({ kind: 'wait', until: NOW + 30 })
    expect(await enter(user.userName, PASSWORD)).toMatchObject({ kind: 'authenticated' })
  })

  it('is known for its own user alone', async () => {
    const [owner, other] = [await at.person(), await at.person()]
    const browser = await at.knownBrowser(owner)
    await fail(other.userName, 10)
    expect(await enter(other.userName, PASSWORD, browser)).toMatchObject({ kind: 'wait' })
  })
})

describe('the password given again by somebody signed in', () => {
  it('is confirmed, or wrong with an audit row', async () => {
    const user = await at.person()
    expect(await at.accounts.confirmPassword(user, PASSWORD, aVisitor())).toEqual({ kind: 'confirmed' })
    expect(await at.accounts.confirmPassword(user, 'wrong', aVisitor())).toEqual({ kind: 'wrong' })
    expect(await at.audited(user)).toMatchObject([{ action: 'sign-in.password-refused', result: 'failure', detail: { during: 'confirmation' } }])
  })

  it('may be tried ten times, twenty at once or not', async () => {
    const user = await at.person()
    const answers = await Promise.all(Array.from({ length: 20 }, () => at.accounts.confirmPassword(user, 'wrong', aVisitor())))
    expect(answers.filter(({ kind }) => kind === 'wrong')).toHaveLength(10)
    expect(await at.accounts.confirmPassword(user, PASSWORD, aVisitor())).toEqual({ kind: 'wait', until: NOW + 30 })
  })

  it('is not kept from being tried by strangers at the sign-in page', async () => {
    const user = await at.person()
    for (const typed of [user.userName, user.email!, user.id]) await fail(typed, 10)
    expect(await at.accounts.confirmPassword(user, PASSWORD, aVisitor())).toEqual({ kind: 'confirmed' })
  })

  it('is never right for somebody who has none', async () => {
    const user = await at.person({ password: null })
    expect(await at.accounts.confirmPassword(user, '', aVisitor())).toEqual({ kind: 'wrong' })
  })
})
