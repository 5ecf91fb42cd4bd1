import type { Command } from 'commander'

/** Adds one command to the program. */
export type AddCommand = (program: Command) => void

/** Ends with an exit code of 1, once what runs is over. */
export function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
