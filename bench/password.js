import { built } from './people.js'
import { median } from './statistics.js'

/** @import { Result } from './promise.js' */
/** @type {typeof import('../src/crypto/password.ts')} */
const { createPasswordHasher } = await import(built('crypto/password.js'))

const ROUNDS = 41

/**
 * A wrong password takes as long for nobody as for somebody: its time tells
 * nothing of who has an account.
 *
 * @returns {Promise<Result[]>}
 */
export async function password() {
  const hasher = createPasswordHasher()
  const stored = await hasher.hash('correct horse')
  const milliseconds = async (/** @type {string | null} */ hash) => {
    const startedAt = performance.now()
    await hasher.verify(hash, 'wrong')
    return performance.now() - startedAt
  }
  const ratios = []
  for (let round = 0; round < ROUNDS; round++) ratios.push((await milliseconds(null)) / (await milliseconds(stored)))
  const difference = Math.abs(median(ratios) - 1)
  return [{ promise: 'password of nobody, beside one of somebody', target: '+- 10 %', measured: `${((median(ratios) - 1) * 100).toFixed(1)} %`, ratio: difference / 0.1 }]
}
