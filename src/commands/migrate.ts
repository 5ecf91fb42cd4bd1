import type { AddCommand } from './command.ts'
import { withStandalone } from './opening.ts'

export const migrate: AddCommand = (program) =>
  program
    .command('migrate')
    .description('bring the tables up to date and stop; serve does it too')
    .action(async () => {
      await withStandalone(async () => {}) // opening it is enough
      console.log('The tables are up to date.')
    })
