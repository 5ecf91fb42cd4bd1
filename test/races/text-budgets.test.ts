import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../../src/engine/model.ts'
import type { TextBudget, TextReservation } from '../../src/engine/texts.ts'
import { openStore, type TestStore } from '../contract/open-store.ts'
import { anId, aText } from '../support/builders.ts'
import { testDatabases } from '../support/test-databases.ts'

const TWENTY = Array.from({ length: 20 }, (_, n) => n)
const LIMIT = 3

/** Twenty texts that have nothing in common but the one thing that is counted. */
const common: Record<TextBudget['of'], () => Partial<TextReservation>> = {
  user: () => ({}),
  number: () => ({ numberHashes: [`number-${anId()}`] }),
  address: () => ({ addressHashes: [`address-${anId()}`] }),
  prefix: () => ({ prefixHashes: [`prefix-${anId()}`] }),
  pool: () => ({}),
  organization: () => ({}),
}

describe.each(testDatabases)('of 20 texts asked for at once on %s', (name) => {
  let world: TestStore
  beforeAll(async () => {
    world = await openStore(name)
  })
  afterAll(() => world.close())

  it.each(Object.keys(common) as TextBudget['of'][])('no more go than the %s has left', async (of) => {
    const organization = await world.organization()
    const users: User[] = []
    for (const _ of of === 'user' ? [0] : TWENTY) users.push(await world.user(organization))
    const budgets = [{ of, counts: 'unused', seconds: 3_600, limit: LIMIT }] as const
    const same = common[of]()
    const refusals = await Promise.all(
      TWENTY.map((n) =>
        world.store.commit(organization.id, [{ kind: 'text.reserve', text: aText({ userId: users[n % users.length]?.id ?? '', ...same, budgets }) }]),
      ),
    )
    expect(refusals.filter((refused) => refused === null)).toHaveLength(LIMIT)
  })
})
