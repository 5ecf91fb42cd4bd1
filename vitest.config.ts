import { defineConfig } from 'vitest/config'

/** `vitest run` is the everyday suite; `--mode long` runs what takes minutes, and the journeys and commands with all their cases. */
export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'long' ? ['test/**/*.long.ts', 'test/journeys/*.test.ts', 'test/commands/*.test.ts', 'test/attacks/list-addresses.test.ts', 'test/contract/audit-seals.test.ts'] : ['test/**/*.test.{ts,tsx}'],
    globalSetup: 'test/support/global-setup.ts',
    reporters: ['default', './test/support/reporter.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // Files of a worker share their modules, and with them one connection to the browser.
    isolate: false,
    testTimeout: mode === 'long' ? 600_000 : 30_000,
    hookTimeout: 60_000,
  },
}))
