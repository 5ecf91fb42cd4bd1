import { askPassword } from './ask-password.ts'
import { type AddCommand, fail } from './command.ts'
import { withStandalone } from './opening.ts'
import { problemText } from './problem-text.ts'

export const createAdmin: AddCommand = (program) =>
  program
    .command('create-admin')
    .description('create the organization and its first administrator in an empty database; asks for the password, or reads it from standard input')
    .requiredOption('--organization <name>', 'name of the organization')
    .requiredOption('--name <name>', 'the name of the person')
    .requiredOption('--user-name <name>', 'what they sign in with')
    .option('--email <address>', 'where notices and reset links go')
    .requiredOption('--country <code>', 'country of the organization, such as GB (ISO 3166-1 alpha-2): unless SMS_COUNTRIES says otherwise, texts go to its numbers alone')
    .option('--time-zone <zone>', 'IANA name', 'UTC')
    .option('--locale <tag>', 'BCP 47', 'en')
    .action(async (given: { organization: string; name: string; userName: string; country: string; email?: string; timeZone: string; locale: string }) => {
      const { name, userName, email = null, country, timeZone, locale } = given
      const organization = { name: given.organization, country, timeZone, locale }
      const outcome = await withStandalone(async ({ accounts }) => await accounts.createAdministrator({ name, userName, email, password: await askPassword(), organization }))
      if (outcome.kind === 'created') return console.log(`${userName} can sign in now.`)
      if (outcome.kind === 'not-empty') return fail('There are users already: this makes the first one alone.')
      fail(`Not created. ${problemText(outcome.problem)}`)
    })
