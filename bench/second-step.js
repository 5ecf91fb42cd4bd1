import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { appCodeOf } from './app-code-of.js'
import { openConnection, requestText } from './connection.js'
import { COOKIE_PREFIX, PUBLIC_URL } from './people.js'
import { median, percentile } from './statistics.js'

/** @import { Pending } from './people.js' */
/** @import { Result } from './promise.js' */

const CONNECTIONS = 16
const ROUNDS = 9
const REQUESTS_A_ROUND = 480
const WARM_UP_REQUESTS = 1_920 // until the code of both is compiled: before, each round of ours is faster than the last

/**
 * `POST /verify` with an app code, each request somebody's own pending
 * sign-in, beside a bare server that makes the same two durable commits.
 *
 * @returns {Promise<Result[]>}
 */
export async function secondStep() {
  const folder = await mkdtemp(join(tmpdir(), 'nightlatch-bench-'))
  const servers = { ours: await start('ours', folder), bare: await start('bare', folder) }
  try {
    await servers.ours.round(WARM_UP_REQUESTS)
    await servers.bare.round(WARM_UP_REQUESTS)
    /** @type {{ ours: Round, bare: Round }[]} */
    const rounds = []
    for (let round = 0; round < ROUNDS; round++) {
      // Alternating, so that whatever else the machine does meets both.
      const ours = await servers.ours.round(REQUESTS_A_ROUND)
      const bare = await servers.bare.round(REQUESTS_A_ROUND)
      rounds.push({ ours, bare })
    }
    const spread = median(rounds.map(({ ours }) => percentile(ours.latencies, 99) / median(ours.latencies)))
    const ofBare = median(rounds.map(({ bare }) => percentile(bare.latencies, 99) / median(bare.latencies)))
    const perSecond = (/** @type {'ours' | 'bare'} */ server) => Math.round(median(rounds.map((round) => round[server].perSecond)))
    // The worse of two fair readings: of each pair of rounds, and of all rounds of each.
    const throughput = Math.min(median(rounds.map(({ ours, bare }) => ours.perSecond / bare.perSecond)), perSecond('ours') / perSecond('bare'))
    const latency = median(rounds.map(({ ours }) => median(ours.latencies)))
    return [
      {
        promise: `second step, ${CONNECTIONS} connections, beside a bare server`,
        target: '>= 80 %',
        measured: `${Math.round(throughput * 100)} % (${perSecond('ours')}/s, bare ${perSecond('bare')}/s)`,
        ratio: throughput / 0.8,
        isBetterWhenHigh: true,
      },
      {
        promise: 'second step, p99 latency over the median',
        target: '<= 3',
        measured: `${spread.toFixed(2)} (median ${latency.toFixed(1)} ms; bare ${ofBare.toFixed(2)})`,
        ratio: spread / 3,
      },
    ]
  } finally {
    servers.ours.stop()
    servers.bare.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** @typedef {{ perSecond: number, latencies: number[] }} Round */

/**
 * @param {'ours' | 'bare'} kind
 * @param {string} folder
 */
async function start(kind, folder) {
  const script = fileURLToPath(new URL('./second-step-server.js', import.meta.url))
  const child = fork(script, [kind, join(folder, `${kind}.db`)], { execArgv: process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [] })
  const port = /** @type {number} */ ((await once(child, 'message'))[0])

  return {
    /**
     * @param {number} count
     * @returns {Promise<Round>}
     */
    async round(count) {
      child.send(count)
      const [people] = /** @type {[Pending[]]} */ (await once(child, 'message'))
      const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(port)))
      const forms = await Promise.all(connections.map(async (connection, index) => {
        const theirs = people.filter((_, at) => at % CONNECTIONS === index)
        const ready = []
        for (const { secret, token } of theirs) ready.push({ secret, ...(await openForm(connection, kind, token)) })
        return ready
      }))
      const requests = forms.map((some) => some.map(({ secret, cookies, formToken }) => postOf(cookies, formToken, appCodeOf(Buffer.from(secret, 'base64')))))

      /** @type {number[]} */
      const latencies = []
      const startedAt = performance.now()
      await Promise.all(connections.map(async (connection, index) => {
        for (const request of requests[index] ?? []) {
          const sentAt = performance.now()
          const answer = await connection.send(request)
          latencies.push(performance.now() - sentAt)
          if (answer.status !== 303 || !answer.head.includes(`${COOKIE_PREFIX}session=`)) throw new Error(`not signed in: ${answer.head}`)
        }
      }))
      const seconds = (performance.now() - startedAt) / 1000
      for (const connection of connections) connection.close()
      return { perSecond: count / seconds, latencies }
    },
    stop: () => void child.disconnect(),
  }
}

/**
 * Looks at the page first, as a browser does: it brings the form's token.
 *
 * @param {Awaited<ReturnType<typeof openConnection>>} connection
 * @param {'ours' | 'bare'} kind
 * @param {string} token
 */
async function openForm(connection, kind, token) {
  const pending = `${COOKIE_PREFIX}pending=${token}`
  const page = await connection.send(requestText('GET', '/verify', { cookie: pending }))
  const browser = new RegExp(`${COOKIE_PREFIX}browser=[^;]*`).exec(page.head)?.[0]
  const formToken = /name="formToken" value="([^"]*)"/.exec(page.body)?.[1]
  if (kind === 'ours' && (browser === undefined || formToken === undefined)) throw new Error(`no form to send: ${page.head}`)
  return { cookies: browser === undefined ? pending : `${pending}; ${browser}`, formToken: formToken ?? '' }
}

/**
 * @param {string} cookie
 * @param {string} formToken
 * @param {string} code
 */
function postOf(cookie, formToken, code) {
  const headers = {
    cookie,
    origin: PUBLIC_URL,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    accept: 'text/html',
  }
  return requestText('POST', '/verify', headers, new URLSearchParams({ formToken, code }).toString())
}
