#!/usr/bin/env node
import { Command } from 'commander'
import { askPassword } from './ask-password.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { generateKey, type Keyring } from './crypto/keyring.ts'
import { listen } from './listen.ts'
import { createLog } from './log.ts'
import { createStandalone, type Standalone } from './standalone.ts'
import { stopOnSignal } from './stop-on-signal.ts'

/** What production can't do without. */
type ProductionConfig = Config & { PUBLIC_URL: string; KEYS: Keyring }

const program = new Command('nightlatch').description('2-step verification that an organization can see, require and live with')

program
  .command('serve')
  .description('start the server; in an empty database it prints a one-time link that makes the first administrator')
  .action(async () => {
    const config = productionConfig()
    const log = createLog(config.LOG_LEVEL)
    const standalone = await open(config)
    const listening = await listen(standalone, { host: config.HOST, port: config.PORT, trustedProxies: config.TRUSTED_PROXIES, log })
    stopOnSignal(listening, log)
    log.info({ port: listening.port, publicUrl: config.PUBLIC_URL }, 'listening')
    const token = await standalone.accounts.mintFirstAdministratorLink()
    // Not a log line: logs are shipped elsewhere, and this link makes an administrator.
    if (token !== null) console.log(`There is no user yet. Make the first administrator within a day, once, at:\n${config.PUBLIC_URL}/first-administrator?token=${token}`)
  })

program
  .command('create-admin')
  .description('create the organization and its first administrator in an empty database; asks for the password, or reads it from standard input')
  .requiredOption('--organization <name>', 'name of the organization')
  .requiredOption('--name <name>', 'the name of the person')
  .requiredOption('--user-name <name>', 'what they sign in with')
  .option('--email <address>', 'where notices and reset links go')
  .option('--country <code>', 'country of the organization, ISO 3166-1 alpha-2', 'US')
  .option('--time-zone <zone>', 'IANA name', 'UTC')
  .option('--locale <tag>', 'BCP 47', 'en')
  .action(async (given: { organization: string; name: string; userName: string; email?: string; country: string; timeZone: string; locale: string }) => {
    const standalone = await open(productionConfig())
    try {
      const { name, userName, email = null, country, timeZone, locale } = given
      const organization = { name: given.organization, country, timeZone, locale }
      const outcome = await standalone.accounts.createAdministrator({ name, userName, email, password: await askPassword(), organization })
      if (outcome.kind === 'created') return console.log(`${userName} can sign in now.`)
      fail(outcome.kind === 'not-empty' ? 'There are users already. An administrator adds others.' : `Not created: ${outcome.problem}`)
    } finally {
      await standalone.close()
    }
  })

program
  .command('migrate')
  .description('bring the tables up to date and stop; serve does it too')
  .action(async () => {
    const standalone = await open(productionConfig())
    await standalone.close()
    console.log('The tables are up to date.')
  })

program
  .command('generate-key')
  .description('print a new key for KEYS')
  .argument('[id]', 'its id: lower-case letters, digits and hyphens', new Date().toISOString().slice(0, 10))
  .action((id: string) => console.log(generateKey(id)))

/** Production has no sample, no development phone and no keys of its own making. */
async function open(config: ProductionConfig): Promise<Standalone> {
  return await createStandalone({ config, keyring: config.KEYS, environment: process.env, log: createLog(config.LOG_LEVEL), isDevelopment: false })
}

function productionConfig(): ProductionConfig {
  const config = readConfig(process.env)
  const { PUBLIC_URL, KEYS } = config
  if (KEYS === undefined) throw new ConfigError('KEYS is missing. Print a key with `nightlatch generate-key`, keep it outside the database, and set KEYS to it.')
  if (PUBLIC_URL === undefined) throw new ConfigError('PUBLIC_URL is missing: the address that people type, such as https://accounts.example.org')
  if (!PUBLIC_URL.startsWith('https:')) throw new ConfigError(`PUBLIC_URL is ${PUBLIC_URL}: it must begin with https://, for browsers keep these cookies over TLS alone.`)
  return { ...config, PUBLIC_URL, KEYS }
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}

program.parseAsync().catch((error: unknown) => {
  fail(error instanceof Error ? error.message : String(error))
})
