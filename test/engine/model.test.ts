import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EngineWorld, openEngineWorld } from '../support/engine-world.ts'
import { deed, live } from './random-life.ts'

describe('whatever happens', () => {
  let world: EngineWorld
  beforeAll(async () => {
    world = await openEngineWorld()
  })
  afterAll(() => world.close())

  it('a session is reached exactly when a plain model of the promise says so', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 10, maxLength: 30, size: 'max' }), async (deeds) => {
        await expect(live(world, deeds)).resolves.toBeUndefined()
      }),
      // A busy machine tries fewer lives; `model.long.ts` tries thousands.
      { numRuns: 200, interruptAfterTimeLimit: 20_000, endOnFailure: false },
    )
  })
})
