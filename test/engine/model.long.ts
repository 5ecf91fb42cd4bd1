import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openEngineWorld } from '../support/engine-world.ts'
import { deed, live } from './random-life.ts'

const LIVES = 3_000
const LIVES_A_DATABASE = 250 // a file that keeps growing would slow the later ones down

describe('whatever happens, for long', () => {
  it('a session is reached exactly when a plain model of the promise says so', { timeout: 3_600_000 }, async () => {
    for (let lives = 0; lives < LIVES; lives += LIVES_A_DATABASE) {
      const world = await openEngineWorld()
      try {
        await fc.assert(
          fc.asyncProperty(fc.array(deed, { minLength: 20, maxLength: 80, size: 'max' }), async (deeds) => {
            await expect(live(world, deeds)).resolves.toBeUndefined()
          }),
          { numRuns: LIVES_A_DATABASE },
        )
      } finally {
        await world.close()
      }
    }
  })
})
