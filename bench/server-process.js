import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { PUBLIC_URL } from './people.js'

const PATIENCE_MILLISECONDS = 30_000
const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url))

/**
 * Starts `nightlatch serve` as production does, and waits until it is ready.
 *
 * @param {{ databaseUrl: string, keys: string }} options
 */
export async function startServer({ databaseUrl, keys }) {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, [CLI, 'serve'], {
    env: { PATH: process.env['PATH'], PORT: String(port), DATABASE_URL: databaseUrl, KEYS: keys, PUBLIC_URL, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() - startedAt > PATIENCE_MILLISECONDS) throw new Error('the server did not become ready')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return {
    port,
    milliseconds: performance.now() - startedAt,
    residentMegabytes: () => residentMegabytes(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** @param {number} port */
async function isReady(port) {
  return await fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false)
}

/** @param {number} pid */
async function residentMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null)
  if (status !== null) return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
  return Number(stdout) / 1024
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
}
