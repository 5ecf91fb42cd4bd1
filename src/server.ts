import { ConfigError, readConfig } from './config.ts'
import { developmentKeyring } from './development-keys.ts'
import { listen } from './listen.ts'
import { createLog } from './log.ts'
import { createSampleOrganization, samplePassword, sampleSignIns } from './sample-organization.ts'
import { createStandalone } from './standalone.ts'
import { startUpError } from './start-up-error.ts'
import { stopOnSignal } from './stop-on-signal.ts'

const DATABASE = 'file:./data/development.db'
const KEY_FILE = './data/development.keys'
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** `npm start`: the development server, on this machine alone. Production is `nightlatch serve`. */
async function startDevelopment(): Promise<void> {
  const given = readConfig(process.env)
  const publicUrl = given.PUBLIC_URL ?? `http://localhost:${given.PORT}`
  if (!LOOPBACK.includes(new URL(publicUrl).hostname)) {
    throw new ConfigError(`PUBLIC_URL is ${publicUrl}, but npm start is for development on this machine alone. In production run: nightlatch serve`)
  }
  const log = createLog(process.env['LOG_LEVEL'] === undefined ? 'warn' : given.LOG_LEVEL)
  const config = { ...given, PUBLIC_URL: publicUrl, DATABASE_URL: given.DATABASE_URL ?? DATABASE, APPLICATION_NAME: process.env['APPLICATION_NAME'] ?? 'Harbour Ledger' }
  const keyring = given.KEYS ?? (await developmentKeyring(KEY_FILE))
  const standalone = await createStandalone({ config, keyring, environment: process.env, log, isDevelopment: true })
  if (await standalone.store.isEmpty()) await createSampleOrganization(standalone)

  const listening = await listen(standalone, { host: '127.0.0.1', port: config.PORT, trustedProxies: [], log })
  stopOnSignal(listening, log)
  console.log(welcome(publicUrl, config.DATABASE_URL))
}

function welcome(url: string, database: string): string {
  const width = Math.max(...sampleSignIns.map(({ userName }) => userName.length))
  return `
  Nightlatch (development) listens on ${url}

  Sign in with one of these; the password is ${samplePassword}
${sampleSignIns.map(({ userName, about }) => `    ${userName.padEnd(width)}  ${about}`).join('\n')}

  Texts arrive at    ${url}/development/phone
  E-mails arrive at  ${url}/development/mailbox
  Everything is kept in ${database}. Stop with Ctrl-C.
`
}

startDevelopment().catch((error: unknown) => {
  console.error(startUpError(error))
  process.exit(1) // what was opened before would keep the process waiting
})
