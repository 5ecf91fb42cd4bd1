import { createServer } from 'node:http'
import { randomBytes, randomUUID } from 'node:crypto'
import { built, COOKIE_PREFIX, openOrganization, openStandalone } from './people.js'

/** @type {typeof import('../src/listen.ts')} */
const { listen } = await import(built('listen.js'))
/** @type {typeof import('../src/log.ts')} */
const { createLog } = await import(built('log.js'))
/** @type {typeof import('../src/databases/sqlite-library.ts')} */
const { loadSqlite } = await import(built('databases/sqlite-library.js'))

// A process of its own: `second-step-server.js ours|bare <database file>`. It is told how many people to prepare, and answers with them.

const [kind, file = ''] = process.argv.slice(2)
const standalone = await openStandalone(`file:${file}`)
const organization = await openOrganization(standalone)
const port = kind === 'ours' ? (await listen(standalone, { host: '127.0.0.1', port: 0, trustedProxies: [], log: createLog('error') })).port : await listenBare()

process.on('message', async (/** @type {number} */ count) => {
  process.send?.(await organization.addPending(count))
})
process.on('disconnect', () => process.exit())
process.send?.(port)

/**
 * What any server would have to do for a second step that survives a crash: a
 * form read, and two durable transactions with the same rows. No rules, no
 * cryptography, no page.
 *
 * @returns {Promise<number>} its port
 */
async function listenBare() {
  const { DatabaseSync } = await loadSqlite()
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
  process.on('exit', () => database.close()) // its statements do not keep it from being collected

  const begin = database.prepare('BEGIN IMMEDIATE')
  const end = database.prepare('COMMIT')
  const ofChallenge = database.prepare('SELECT organization_id, user_id FROM nightlatch_challenge WHERE id = ?')
  const spendAttempt = database.prepare(
    'UPDATE nightlatch_challenge SET attempts_left = attempts_left - 1 WHERE id = ? AND attempts_left > 0 AND expires_at > ? AND consumed_at IS NULL',
  )
  const countFailure = database.prepare(
    'UPDATE nightlatch_guard SET other_failures = other_failures + 1, day_failures = day_failures + 1 WHERE organization_id = ? AND user_id = ? AND other_wait_until <= ?',
  )
  const forgive = database.prepare('UPDATE nightlatch_guard SET other_failures = 0, day_failures = day_failures - 1 WHERE organization_id = ? AND user_id = ?')
  const signedIn = database.prepare('UPDATE nightlatch_user SET last_sign_in_at = ? WHERE organization_id = ? AND id = ? AND deactivated_at IS NULL')
  const consume = database.prepare('UPDATE nightlatch_challenge SET consumed_at = ? WHERE id = ? AND consumed_at IS NULL')
  const advance = database.prepare("UPDATE nightlatch_authenticator SET last_counter = ?, last_used_at = ? WHERE organization_id = ? AND user_id = ? AND method = 'totp' AND last_counter < ?")
  const openSession = database.prepare(
    'INSERT INTO nightlatch_session (id, organization_id, user_id, token_hash, amr, password_epoch, factor_epoch, address, agent, created_at, expires_at, last_seen_at) ' +
      `VALUES (?, ?, ?, ?, '["pwd","otp","mfa"]', 1, 2, '127.0.0.1', 'bench', ?, ?, ?)`,
  )
  const stepUp = database.prepare('INSERT INTO nightlatch_step_up (session_id, organization_id, user_id, proved_at) VALUES (?, ?, ?, ?)')
  const remember = database.prepare(
    'INSERT INTO nightlatch_device (id, organization_id, user_id, token_hash, agent, address, known_at, password_epoch, factor_epoch, last_used_at) ' +
      "VALUES (?, ?, ?, ?, 'bench', '127.0.0.1', ?, 1, 2, ?)",
  )
  const audit = database.prepare(
    // Numbered, as if it were sealed: it bears no signature, and its own upkeep would look at it again and again.
    'INSERT INTO nightlatch_audit_event (id, organization_id, at, action, result, actor_id, subject_id, method, detail, address, agent, sequence) ' +
      "VALUES (?, ?, ?, ?, 'success', ?, ?, 'totp', '{}', '127.0.0.1', 'bench', ?)",
  )
  let sequence = 1_000_000 // beyond what is sealed beside it
  let ids = 0
  // Ids that sort by time, as ours do: random ones would touch more pages.
  const nextId = () => `${Date.now().toString(16).padStart(12, '0')}${(ids++).toString(16).padStart(8, '0')}${randomUUID().slice(20)}`

  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return response.end('hello')
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const code = new URLSearchParams(body).get('code')
    const cookie = new RegExp(`${COOKIE_PREFIX}pending=([^;.]*)`).exec(request.headers.cookie ?? '')?.[1] ?? ''
    const now = Math.floor(Date.now() / 1000)
    const { organization_id: organizationId, user_id: userId } = /** @type {Record<string, string>} */ (ofChallenge.all(cookie)[0])
    if (code === null || organizationId === undefined || userId === undefined) return response.writeHead(400).end()

    begin.run()
    won(countFailure.run(organizationId, userId, now))
    won(spendAttempt.run(cookie, now))
    end.run()

    const session = nextId()
    begin.run()
    won(signedIn.run(now, organizationId, userId))
    openSession.run(session, organizationId, userId, randomBytes(32).toString('base64url'), now, now + 43_200, now)
    stepUp.run(session, organizationId, userId, now)
    remember.run(nextId(), organizationId, userId, randomBytes(32).toString('base64url'), now, now)
    audit.run(nextId(), organizationId, now, 'sign-in.completed', userId, userId, sequence++)
    won(consume.run(now, cookie))
    won(advance.run(Math.floor(now / 30), now, organizationId, userId, Math.floor(now / 30)))
    won(forgive.run(organizationId, userId))
    audit.run(nextId(), organizationId, now, 'code.accepted', userId, userId, sequence++)
    end.run()
    response.writeHead(303, { location: '/', 'set-cookie': `${COOKIE_PREFIX}session=${session}; Path=/; HttpOnly; Secure; SameSite=Lax` }).end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the bare server has no port')
  return address.port
}

/** @param {{ changes: number | bigint }} result */
function won({ changes }) {
  if (Number(changes) !== 1) throw new Error('a conditional update did not win')
}
