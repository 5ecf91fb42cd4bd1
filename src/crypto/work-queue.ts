export interface WorkQueue {
  /** Runs the work when its turn comes; throws what `whenFull` made instead of letting the queue grow. */
  run<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Lets a few pieces of heavy work run at once and a limited number wait, first come first served.
 *
 * @param limits.concurrency - pieces that run at once, at least 1
 * @param limits.queueLimit - pieces that may wait besides
 */
export function createWorkQueue(limits: {
  concurrency: number
  queueLimit: number
  whenFull: () => Error
}): WorkQueue {
  let running = 0
  const waiting: (() => void)[] = []

  function finish(): void {
    const next = waiting.shift()
    // A place goes straight to the next in line: a newcomer must not take it in between.
    if (next) next()
    else running -= 1
  }

  return {
    async run(work) {
      if (running < limits.concurrency) running += 1
      else if (waiting.length < limits.queueLimit) await new Promise<void>((resolve) => waiting.push(resolve))
      else throw limits.whenFull()

      try {
        return await work()
      } finally {
        finish()
      }
    },
  }
}
