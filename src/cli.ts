#!/usr/bin/env node
import { Command } from 'commander'
import { Kysely } from 'kysely'
import { addUser } from './add-user-command.ts'
import { askPassword } from './ask-password.ts'
import { type Config, ConfigError, databaseUrlOf, readConfig } from './config.ts'
import { systemClock } from './core.ts'
import { generateKey, type Keyring } from './crypto/keyring.ts'
import { openDatabase } from './databases/index.ts'
import { importUsers } from './import-users-command.ts'
import { listen } from './listen.ts'
import { createLog, type Logger } from './log.ts'
import { sendTestText } from './send-test-text.ts'
import { resetUser } from './reset-user-command.ts'
import { createStandalone, type Standalone } from './standalone.ts'
import { smsReport } from './sms-report.ts'
import { startUpError } from './start-up-error.ts'
import { readAuditChains } from './store/audit-chains.ts'
import type { Schema } from './store/schema.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { parseHead, verifyAudit } from './verify-audit.ts'

/** What production can't do without. */
type ProductionConfig = Config & { PUBLIC_URL: string; KEYS: Keyring }

const program = new Command('nightlatch').description('2-step verification that an organization can see, require and live with')

program
  .command('serve')
  .description('start the server; on a terminal and in an empty database it prints a one-time link that makes the first administrator')
  .action(async () => {
    const config = productionConfig()
    const log = createLog(config.LOG_LEVEL)
    const standalone = await open(config, log)
    const listening = await listen(standalone, { host: config.HOST, port: config.PORT, trustedProxies: config.TRUSTED_PROXIES, log })
    stopOnSignal(listening, log)
    log.info({ port: listening.port, publicUrl: config.PUBLIC_URL }, 'listening')
    if (await standalone.store.isEmpty()) await sayHowToBegin(standalone, config, log)
  })

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
    const standalone = await openForCommand()
    try {
      const { name, userName, email = null, country, timeZone, locale } = given
      const organization = { name: given.organization, country, timeZone, locale }
      const outcome = await standalone.accounts.createAdministrator({ name, userName, email, password: await askPassword(), organization })
      if (outcome.kind === 'created') return console.log(`${userName} can sign in now.`)
      if (outcome.kind === 'not-empty') return fail('There are users already: this makes the first one alone.')
      fail(outcome.problem === 'invalid-country' ? `--country ${country}: give its two capital letters, such as GB (ISO 3166-1)` : `Not created: ${outcome.problem}`)
    } finally {
      await standalone.close()
    }
  })

program
  .command('import-users')
  .description('add the users of a CSV file: all of them, or nobody; each gets a link to choose a password')
  .argument('<file>', 'columns: name, user name, e-mail, roles; UTF-8')
  .option('--organization <id>', 'its id or name; needed where there are several')
  .option('--dry-run', 'say what would be done, and what stands in the way')
  .action((file: string, { organization, dryRun = false }: { organization?: string; dryRun?: boolean }) =>
    carryOut((standalone) => importUsers(standalone, { file, organization, isRehearsal: dryRun, say: console.log })),
  )

program
  .command('add-user')
  .description('add one user, who gets a link to choose a password')
  .requiredOption('--name <name>', 'the name of the person')
  .requiredOption('--user-name <name>', 'what they sign in with')
  .option('--email <address>', 'where the link and notices go')
  .option('--role <role...>', 'the id or name of a role', [])
  .option('--organization <id>', 'its id or name; needed where there are several')
  .action(({ role: roles, ...given }: { name: string; userName: string; email?: string; role: string[]; organization?: string }) =>
    carryOut((standalone, publicUrl) => addUser(standalone, { email: undefined, organization: undefined, ...given, roles, publicUrl, say: console.log })),
  )

program
  .command('reset-user')
  .description('reset the second step of somebody who can not verify, also of the only administrator; it is audited')
  .argument('<user>', 'their user name or e-mail')
  .option('--link', 'print a link to choose a new password too')
  .action((user: string, { link = false }: { link?: boolean }) => carryOut((standalone, publicUrl) => resetUser(standalone, { user, withLink: link, publicUrl, say: console.log })))

program
  .command('migrate')
  .description('bring the tables up to date and stop; serve does it too')
  .action(async () => {
    const standalone = await openForCommand()
    await standalone.close()
    console.log('The tables are up to date.')
  })

program
  .command('verify-audit')
  .description('find what was changed in, removed from or inserted into the audit log; changes nothing')
  .option('--head <sequence:hash...>', 'from the log of the server: each must still be there, or the end was cut off')
  .option('--organization <id>', 'this organization alone')
  .action(async ({ head = [], organization: organizationId = null }: { head?: string[]; organization?: string | null }) => {
    const config = readConfig(process.env)
    const keyring = keysOf(config)
    const heads = head.map((text) => parseHead(text) ?? failWith(`--head ${text}: write it as <sequence>:<hash>, from the log of the server`))
    const database = await openDatabase(databaseUrlOf(config))
    try {
      const db = new Kysely<Schema>({ dialect: database.dialect })
      const verdict = await readAuditChains(db, (log) => verifyAudit(log, { keyring, now: systemClock(), organizationId, heads, say: console.error }))
      const { events, chains, problems } = verdict
      const what = `${events} ${events === 1 ? 'event' : 'events'} in ${chains} ${chains === 1 ? 'chain' : 'chains'}`
      if (problems === 0) return console.log(`${what}, intact`)
      fail(`${what}: ${problems} ${problems === 1 ? 'problem' : 'problems'}`)
    } finally {
      await database.close()
    }
  })

program
  .command('send-test-text')
  .description('send a text without a code, and say in words what went wrong; it counts with no budget')
  .argument('<number>', 'with the country code, such as +491512345678')
  .option('--provider <name>', 'this one alone, instead of SMS_PROVIDERS in order')
  .action(async (number: string, { provider = null }: { provider?: string | null }) => {
    const isTaken = await sendTestText({ number, provider, config: readConfig(process.env), environment: process.env }, console.log)
    if (!isTaken) fail('No text was surely sent.')
  })

program
  .command('sms-report')
  .description('how many texts were sent, used and refused, and what they cost, by organization, country and provider')
  .option('--days <number>', 'up to today, in UTC', '30')
  .option('--organization <id>', 'this organization alone')
  .option('--csv', 'as a CSV file')
  .action(async ({ days, organization: organizationId = null, csv: asCsv = false }: { days: string; organization?: string | null; csv?: boolean }) => {
    if (!/^[1-9]\d{0,3}$/.test(days)) failWith(`--days ${days}: give a whole number of days, such as 30`)
    const database = await openDatabase(databaseUrlOf(readConfig(process.env)))
    try {
      const db = new Kysely<Schema>({ dialect: database.dialect })
      process.stdout.write(await smsReport(db, { days: Number(days), organizationId, asCsv, now: systemClock() }))
    } finally {
      await database.close()
    }
  })

program
  .command('generate-key')
  .description('print a new key for KEYS')
  .argument('[id]', 'its id: lower-case letters, digits and hyphens', new Date().toISOString().slice(0, 10))
  .action((id: string) => console.log(generateKey(id)))

/** The link makes an administrator, and what is no terminal is mostly a log that many can read. */
async function sayHowToBegin({ accounts }: Standalone, { PUBLIC_URL }: ProductionConfig, log: Logger): Promise<void> {
  if (!process.stdout.isTTY) return log.warn('there is no user yet: make the first administrator with nightlatch create-admin')
  const token = await accounts.mintFirstAdministratorLink()
  if (token !== null) console.log(`There is no user yet. Make the first administrator within a day, once, at:\n${PUBLIC_URL}/first-administrator?token=${token}`)
}

/** Production has no sample, no development phone and no keys of its own making. */
async function open(config: ProductionConfig, log: Logger): Promise<Standalone> {
  return await createStandalone({ config, keyring: config.KEYS, environment: process.env, log, isDevelopment: false })
}

/** Runs a command on the users of the server; what it could not do is an exit code of 1. */
async function carryOut(command: (standalone: Standalone, publicUrl: string) => Promise<boolean>): Promise<void> {
  const { PUBLIC_URL } = productionConfig()
  const standalone = await openForCommand()
  try {
    if (!(await command(standalone, PUBLIC_URL))) process.exitCode = 1
  } finally {
    await standalone.close()
  }
}

/** What a command prints is for the person who gave it; its log goes beside that. */
async function openForCommand(): Promise<Standalone> {
  const config = productionConfig()
  return await open(config, createLog(config.LOG_LEVEL, process.stderr))
}

function productionConfig(): ProductionConfig {
  const config = readConfig(process.env)
  const { PUBLIC_URL } = config
  const KEYS = keysOf(config)
  if (PUBLIC_URL === undefined) throw new ConfigError('PUBLIC_URL is missing: the address that people type, such as https://accounts.example.org')
  if (!PUBLIC_URL.startsWith('https:')) throw new ConfigError(`PUBLIC_URL is ${PUBLIC_URL}: it must begin with https://, for browsers keep these cookies over TLS alone.`)
  return { ...config, PUBLIC_URL, KEYS }
}

function keysOf({ KEYS }: Config): Keyring {
  if (KEYS === undefined) throw new ConfigError('KEYS is missing. Print a key with `nightlatch generate-key`, keep it outside the database, and set KEYS to it.')
  return KEYS
}

function failWith(message: string): never {
  throw new ConfigError(message)
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}

program.parseAsync().catch((error: unknown) => {
  fail(startUpError(error))
  process.exit() // what was opened before would keep the process waiting
})
