import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with one plain line: `N passed, N failed`, and `, N skipped` if any. */
export default class PlainLine implements Reporter {
  #line = 'no tests ran'

  onInit(): void {
    // The other reporters, and what stops the servers, still print after the run.
    process.once('exit', () => console.log(this.#line))
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      const before = count.failed
      for (const test of module.children.allTests()) count[test.result().state] += 1
      // A file that cannot be loaded, or whose hooks fail, has no failed test.
      if (module.state() === 'failed' && count.failed === before) count.failed += 1
    }
    const skipped = count.skipped + count.pending
    this.#line = `${count.passed} passed, ${count.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  }
}
