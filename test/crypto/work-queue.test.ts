import { describe, expect, it } from 'vitest'
import { createWorkQueue } from '../../src/crypto/work-queue.ts'

function heldWork() {
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  return { work: () => held, release }
}

describe('createWorkQueue', () => {
  it('lets no more than the allowed number run at once', async () => {
    const queue = createWorkQueue({ concurrency: 3, queueLimit: 100, whenFull: () => new Error('full') })
    let running = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, (running += 1))
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    }
    const comeTwice = async () => {
      await queue.run(work)
      await queue.run(work) // just as the place is given to the next in line
    }
    await Promise.all(Array.from({ length: 50 }, comeTwice))
    expect(most).toBe(3)
  })

  it('serves in the order of arrival', async () => {
    const queue = createWorkQueue({ concurrency: 1, queueLimit: 100, whenFull: () => new Error('full') })
    const served: number[] = []
    await Promise.all([1, 2, 3].map((turn) => queue.run(async () => served.push(turn))))
    expect(served).toEqual([1, 2, 3])
  })

  it('turns away whoever comes when all places to wait are taken, and only them', async () => {
    const queue = createWorkQueue({ concurrency: 1, queueLimit: 1, whenFull: () => new Error('full') })
    const first = heldWork()
    const running = queue.run(first.work)
    const waiting = queue.run(async () => 'served')
    await expect(queue.run(async () => 'never')).rejects.toThrow('full')
    first.release()
    await running
    expect(await waiting).toBe('served')
    expect(await queue.run(async () => 'served')).toBe('served')
  })

  it('goes on after work that failed', async () => {
    const queue = createWorkQueue({ concurrency: 1, queueLimit: 1, whenFull: () => new Error('full') })
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await queue.run(async () => 'served')).toBe('served')
  })
})
