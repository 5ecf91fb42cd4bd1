import { built } from './people.js'
import { median } from './statistics.js'

/** @import { Result } from './promise.js' */
/** @type {typeof import('../src/crypto/password.ts')} */
const { createPasswordHasher } = await import(built('crypto/password.js'))

const ROUNDS = 100

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
  /** @type {number[]} */
  const nobody = []
  /** @type {number[]} */
  const somebody = []
  for (let round = 0; round < ROUNDS; round++) {
    nobody.push(await milliseconds(null))
    somebody.push(await milliseconds(stored), await milliseconds(stored))
    nobody.push(await milliseconds(null))
  }
  const difference = median(nobody) / median(somebody) - 1
  return [{ promise: 'password of nobody, beside one of somebody', target: '+- 10 %', measured: `${(difference * 100).toFixed(1)} %`, ratio: Math.abs(difference) / 0.1 }]
}
