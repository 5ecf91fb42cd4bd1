#!/usr/bin/env node
import { Command } from 'commander'
import { fail } from './commands/command.ts'
import { commands } from './commands/index.ts'
import { startUpError } from './start-up-error.ts'

const program = new Command('nightlatch').description('2-step verification that an organization can see, require and live with')
for (const add of commands) add(program)

program.parseAsync().catch((error: unknown) => {
  fail(startUpError(error))
  process.exit() // what was opened before would keep the process waiting
})
