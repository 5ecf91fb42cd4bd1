import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser } from './browser.js'
import { addAccount, built, openStandalone, PASSWORD } from './people.js'
import { startServer } from './server-process.js'
import { appCodeOf } from './app-code-of.js'
import { median } from './statistics.js'

/** @import { Result } from './promise.js' */
/** @type {typeof import('../src/crypto/keyring.ts')} */
const { generateKey } = await import(built('crypto/keyring.js'))

const STARTS = 7
const TARGET_MILLISECONDS = 1000
const TARGET_MEGABYTES = 120
const SIGN_INS = 20
const IDLE_MILLISECONDS = 5000

/**
 * How soon `nightlatch serve` is ready on a database that exists, and what it
 * holds in memory after people have signed in.
 *
 * @returns {Promise<Result[]>}
 */
export async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'nightlatch-bench-'))
  const options = { databaseUrl: `file:${join(folder, 'start.db')}`, keys: generateKey('bench') }
  try {
    const standalone = await openStandalone(options.databaseUrl, { keys: options.keys })
    const people = []
    for (let person = 0; person < SIGN_INS; person++) people.push(await addAccount(standalone, ['totp']))
    await standalone.close()

    const milliseconds = []
    const alone = []
    const megabytes = []
    for (let start = 0; start < STARTS; start++) {
      const server = await startServer(options)
      milliseconds.push(server.milliseconds)
      alone.push(await startOfNodeAlone())
      if (start < 3) {
        // Each person's codes count once: a third of them signs in with each of three starts.
        for (const person of people.filter((_, index) => index % 3 === start)) await signIn(server.port, person)
        await new Promise((resolve) => setTimeout(resolve, IDLE_MILLISECONDS))
        megabytes.push(await server.residentMegabytes())
      }
      await server.stop()
    }
    return [
      {
        promise: 'ready after the start of the process',
        target: '<= 1 s',
        measured: `${(median(milliseconds) / 1000).toFixed(2)} s (node alone ${(median(alone) / 1000).toFixed(2)} s)`,
        ratio: median(milliseconds) / TARGET_MILLISECONDS,
      },
      {
        promise: 'resident memory, idle after some sign-ins',
        target: '<= 120 MB',
        measured: `${Math.round(median(megabytes))} MB`,
        ratio: median(megabytes) / TARGET_MEGABYTES,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a process that does nothing takes: it tells how busy the machine is. */
async function startOfNodeAlone() {
  const startedAt = performance.now()
  await once(spawn(process.execPath, ['--eval', '0']), 'exit')
  return performance.now() - startedAt
}

/**
 * @param {number} port
 * @param {{ userName: string, secret: Buffer }} person
 */
async function signIn(port, { userName, secret }) {
  const browser = await openBrowser(port)
  await browser.get('/sign-in')
  await browser.follow(await browser.post('/sign-in', { identifier: userName, password: PASSWORD, next: '/' }))
  const answer = await browser.post('/verify', { code: appCodeOf(secret), trustDevice: 'on' })
  if (answer.status !== 303) throw new Error(`not signed in: ${answer.head}`)
  await browser.follow(answer)
  await browser.get('/my-security')
  browser.close()
}
