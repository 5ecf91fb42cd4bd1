import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { openHttpPerson } from '../support/http-person.ts'
import { startTestServer, type TestPerson } from '../support/test-server.ts'

const lines: string[] = []
const server = await startTestServer('postgres', {
  log: createLog('warn', { write: (line) => void lines.push(line) }),
  databaseQuery: 'max=1&connectionTimeoutMillis=1000&statement_timeout=600',
})

describe('While the database can not do its work', () => {
  let ann: TestPerson
  let operator: Client

  beforeAll(async () => {
    ann = await (await server.organization()).person({ enrolled: ['totp'] })
    operator = new Client({ connectionString: server.databaseUrl })
    operator.on('error', () => {}) // its database goes too
    await operator.connect()
  })
  afterAll(() => operator.end().catch(() => {}))

  it('a flood is answered with 503 and a moment of patience, never with a session or a 500', async () => {
    const signedIn = openHttpPerson(server)
    await signedIn.signIn(ann)
    const pending = openHttpPerson(server)
    await pending.givePassword(ann)
    await operator.query('begin')
    await operator.query('lock table nightlatch_user in access exclusive mode')
    lines.length = 0

    const flood = Array.from({ length: 12 }, (_, n) =>
      n % 3 === 0 ? signedIn.copy().get('/my-security') : n % 3 === 1 ? pending.copy().get('/verify') : pending.copy().post('/verify', { code: ann.appCode(30) }),
    )
    const answers = await Promise.all(flood)
    for (const { status, headers, title } of answers) {
      expect([status, headers.get('retry-after'), headers.getSetCookie().filter((cookie) => /session/.test(cookie))]).toEqual([503, '10', []])
      expect(title).toContain('That has to wait a moment')
    }
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(Array(answers.length).fill(40))
    for (const line of lines) expect(line).not.toContain(ann.appCode(30))

    await operator.query('rollback')
    expect((await signedIn.get('/my-security')).status).toBe(200)
  })

  it('as much is said when it is gone', async () => {
    const browser = openHttpPerson(server)
    await browser.open('/sign-in')
    await server.removeDatabase()
    for (let n = 0; n < 2; n++) {
      const { status, headers } = await browser.copy().post('/sign-in', { identifier: ann.userName, password: ann.password })
      expect([status, headers.get('retry-after')]).toEqual([503, '10'])
    }
    expect((await browser.get('/readyz')).status).toBe(503)
    expect((await browser.get('/healthz')).status).toBe(200)
  })
})
