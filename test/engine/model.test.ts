import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EngineWorld, openEngineWorld } from '../support/engine-world.ts'
import { deed, live } from './random-life.ts'

const LIVES = 250 // some 9 s of a processor
const FEWEST_LIVES = 200 // on a machine so slow that the time is over before
const MOST_SECONDS = 60

describe('whatever happens', () => {
  let world: EngineWorld
  beforeAll(async () => {
    world = await openEngineWorld()
  })
  afterAll(() => world.close())

  it('a session is reached exactly when a plain model of the promise says so', { timeout: 600_000 }, async () => {
    const endsAt = performance.now() + MOST_SECONDS * 1_000
    let lives = 0
    await fc.assert(
      // Short lives, and many; `model.long.ts` lives thousands of long ones.
      fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 8, size: 'max' }), async (deeds) => {
        if (lives >= FEWEST_LIVES && performance.now() > endsAt) return
        await expect(live(world, deeds)).resolves.toBeUndefined()
        lives += 1
      }),
      { numRuns: LIVES, endOnFailure: false },
    )
    expect(lives).toBeGreaterThanOrEqual(FEWEST_LIVES)
  })
})
