import { connect } from 'node:net'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { routes } from '../../src/web/routes.ts'
import { builtInRoles } from '../../src/accounts/roles.ts'
import { anyText } from '../support/any-text.ts'
import { type HttpPerson, openHttpPerson } from '../support/http-person.ts'
import { startSecondHost } from '../support/second-host.ts'
import { testDatabases } from '../support/test-databases.ts'
import { startTestServer } from '../support/test-server.ts'

const RUNS = 400 // of each database
const MEBIBYTE = 1024 * 1024
const client = { address: '127.0.0.1', agent: '' }

const nasty = [
  '', '\u0000', '%', '%00', '%zz', '%c3%28', '%ud800', '\ud800', '\udfff\ud800', '🔑', '👩‍👩‍👧', '１２３４５６', '../../etc/passwd', '..%2f..%2f', "' or 1=1 --", '"; drop table nightlatch_user; --',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', '{"$ne":""}', '[]', 'null', 'undefined', 'NaN', 'true', '-1', '1e309', '9'.repeat(400), 'a'.repeat(3000), '\r\nset-cookie: a=b',
  '<script>alert(1)</script>', '${7*7}', '00000000-0000-7000-8000-000000000000', '00000000-0000-7000-8000-000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '\u202e', '\ufeff', 'ı', 'ﬀ', '+447400123456', 'GB',
]
const names = [
  'formToken', 'identifier', 'password', 'next', 'code', 'trustDevice', 'method', 'country', 'phone', 'current', 'token', 'organizationName', 'timeZone', 'name', 'userName', 'email', 'id',
  '__proto__', 'constructor', 'code[]', 'code[$ne]', 'search', 'status', 'role', 'sort', 'after', 'until', 'reason', 'requirement', 'graceDays', 'trustDays', 'version', 'before', 'notice', 'because', 'used', 'sent', 'gone', 'again', '_method',
]
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY', 'get', 'FOO']
const contentTypes = [
  'application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=utf-16', 'APPLICATION/X-WWW-FORM-URLENCODED;', 'application/json', 'multipart/form-data', 'multipart/form-data; boundary=x',
  'text/plain', 'text/xml', '', ';;;', 'application/x-www-form-urlencoded, application/json',
]

const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...nasty) }, { weight: 1, arbitrary: anyText({ maxLength: 40 }) })
const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), value), value), { maxLength: 6 })

/** As a form encodes it, or not at all. */
const encoded = fc.tuple(pairs, fc.boolean()).map(([fields, raw]) =>
  fields.map(([name, text]) => (raw ? `${name}=${text}` : new URLSearchParams([[name, text]]).toString())).join('&'),
)
const json = fc.oneof(fc.json(), fc.constantFrom('{"code":"123456"}', '{"code":["123456"]}', '{"code":{"$ne":""}}', '{"__proto__":{"code":"1"}}', '[', 'null', '"', '123456'))
const body = fc.oneof({ weight: 5, arbitrary: encoded }, { weight: 1, arbitrary: json }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) })

/** These take no field at all, and would end the session that the others are tried with. */
const endings: readonly string[] = [routes.signOut.path, routes.turnOff.path, routes.verifySomebodyElse.path]

const path = fc
  .tuple(fc.constantFrom(...Object.values(routes).map(({ path }) => path).filter((path) => !endings.includes(path)), '/nowhere', '/assets/:file'), value, fc.constantFrom('', '', '', '/', '%2f', '%00', '%', '%ff', ';a', '//', '/..', '/%2e%2e/x'))
  .map(([route, part, suffix]) => route.replace(/:\w+/, () => pathSafe(part) || 'x') + suffix)

/** What a URL may hold where it is not to end or fail there; percent signs stay as they are. */
function pathSafe(text: string): string {
  return wellFormed(text).replaceAll(/[^\w.~%-]/gu, (character) => encodeURIComponent(character))
}

/** As what is sent as UTF-8 arrives: a lone surrogate becomes U+FFFD. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString()
}

const header = value.map((text) => wellFormed(text).replaceAll(/[^\x20-\x7e]/g, '').trim())

const FORM_TYPE = 'application/x-www-form-urlencoded'
const malformed: [string, string, string][] = [
  ['a field twice', 'code=123456&code=654321', FORM_TYPE],
  ['JSON', '{"code":"123456"}', 'application/json'],
  ['a multipart form', '--x\r\ncontent-disposition: form-data; name="code"\r\n\r\n123456\r\n--x--', 'multipart/form-data; boundary=x'],
  ['plain text', 'code=123456', 'text/plain'],
  ['no type', 'code=123456', ''],
  ['one mebibyte', `code=${'1'.repeat(MEBIBYTE)}`, FORM_TYPE],
  ['one mebibyte in a field that nobody asked for', `code=&more=${'1'.repeat(MEBIBYTE)}`, FORM_TYPE],
]

describe.each(testDatabases)('Whatever is sent, on %s', async (database) => {
  const failures: string[] = []
  const note = (line: string) => void (line.includes('a request failed') && failures.push(line))
  const server = await startTestServer(database, { log: createLog('error', { write: note }) })
  const people: HttpPerson[] = []

  beforeAll(async () => {
    const organization = await server.organization()
    const stranger = openHttpPerson(server)
    await stranger.open('/sign-in')
    const pending = openHttpPerson(server)
    await pending.givePassword(await organization.person({ enrolled: ['totp', 'sms'] }))
    const settingUp = openHttpPerson(server)
    await settingUp.givePassword(await (await server.organization({ requiredSince: 1, graceDays: 0 })).person())
    await settingUp.open('/set-up/phone')
    const signedIn = openHttpPerson(server)
    await signedIn.signIn(await organization.person({ enrolled: ['totp', 'sms'] }))
    await signedIn.open('/my-security/password')
    const administrator = openHttpPerson(server)
    await administrator.signIn(await (await server.organization()).person({ role: 'administrator', enrolled: ['totp'] }))
    await administrator.open('/my-security/password')
    people.push(stranger, pending, settingUp, signedIn, administrator)
  })

  it('is answered, never with a 500, and what is malformed with a page that says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          who: fc.nat(4),
          method: fc.oneof({ weight: 3, arbitrary: fc.constant('POST') }, { weight: 2, arbitrary: fc.constant('GET') }, { weight: 1, arbitrary: fc.constantFrom(...methods) }),
          path,
          query: encoded,
          body,
          contentType: fc.oneof({ weight: 4, arbitrary: fc.constant('application/x-www-form-urlencoded') }, { weight: 1, arbitrary: fc.constantFrom(...contentTypes) }),
          hasToken: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
          cookie: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: header }),
          referrer: header,
        }),
        async ({ who, method, path, query, body, contentType, hasToken, cookie, referrer }) => {
          const browser = people[who]!
          const target = `${server.publicUrl}${path}?${query}`
          fc.pre(URL.canParse(target))
          const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'get'
          const sent = typeof body === 'string' ? (hasToken ? `formToken=${browser.formToken}&` : '') + wellFormed(body) : Buffer.from(body)
          const cookies = [...browser.cookies].map(([name, text]) => `${name}=${text}`)
          const request = new Request(target, {
            method,
            headers: {
              cookie: [...cookies, cookie === '' ? '' : `nightlatch-${cookie}`].join('; '),
              origin: server.publicUrl,
              'sec-fetch-site': 'same-origin',
              'content-type': contentType,
              referer: referrer,
            },
            ...(hasBody ? { body: sent } : {}),
          })
          const response = await server.standalone.web(request, client)
          const text = await response.text()
          expect(response.status, `${method} ${target}`).toBeLessThan(500)
          expect(response.headers.get('content-security-policy')).not.toBeNull()
          // A provider of texts reads no page.
          const saysSo = response.status < 400 || method === 'HEAD' || text.includes('<h1') || new URL(target).pathname.startsWith('/sms/receipts/')
          expect(saysSo, `${method} ${target}: ${response.status}`).toBe(true)
          expect(new URL(response.headers.get('location') ?? '/', server.publicUrl).origin).toBe(server.publicUrl)
        },
      ),
      { numRuns: RUNS },
    )
    expect(failures).toEqual([])
    // The session and the sign-ins that it was tried with are still what they were.
    const pages = ['/sign-in', '/verify', '/set-up/choose', '/my-security', '/admin/people']
    expect(await Promise.all(pages.map(async (path, who) => (await people[who]!.get(path)).status))).toEqual(pages.map(() => 200))
  }, 60_000)

  it.each([...malformed, ['a code of ten thousand characters', `code=${'1'.repeat(10_000)}`, FORM_TYPE] as const])('%s is 400 with a page', async (_, sent, contentType) => {
    const ann = await (await server.organization()).person({ enrolled: ['totp'] })
    const browser = openHttpPerson(server)
    await browser.givePassword(ann)
    const answer = await browser.post('/verify', {}, { body: `formToken=${browser.formToken}&${sent}`, headers: { 'content-type': contentType } })
    expect(answer.status).toBe(400)
    expect(answer.body).toContain('<h1')
    expect(await server.standalone.store.listSessions(ann.user.organizationId, ann.user.id)).toEqual([])
  })

  it.each(['%00', '%ff', '%c3%28', '%ed%a0%80', '..%2f', '__proto__', 'null', '%F0%9F%94%91', "'--", '00000000-0000-7000-8000-000000000000'])('an id of %s is not found', async (id) => {
    const browser = openHttpPerson(server)
    await browser.signIn(await (await server.organization()).person({ enrolled: ['totp'] }))
    await browser.open('/my-security/password')
    for (const path of [`/my-security/methods/${id}/remove`, `/my-security/devices/${id}/revoke`, `/my-security/sessions/${id}/end`]) {
      expect((await browser.post(path)).status).toBe(404)
    }
    expect((await browser.get(`/my-security/activity?before=${id}`)).status).toBe(200)
    expect((await browser.get(`/reset-password?token=${id}`)).status).toBe(410)
  })

  it('nothing in the address of the list of people makes it fail', async () => {
    const administrator = openHttpPerson(server)
    await administrator.signIn(await (await server.organization()).person({ role: 'administrator', enrolled: ['totp'] }))
    const cookie = [...administrator.cookies].map(([name, text]) => `${name}=${text}`).join('; ')
    const wrong: string[] = []
    for (const name of ['search', 'role', 'after', 'sort', 'status']) {
      for (const text of ['\u0000', '\ud800', '__proto__', "'", '%', 'a'.repeat(3000), '00000000-0000-7000-8000-000000000000']) {
        for (const page of ['/admin/people', '/admin/people/csv']) {
          const query = new URLSearchParams([[name, text]]).toString()
          const { status } = await server.standalone.web(new Request(`${server.publicUrl}${page}?${query}`, { headers: { cookie } }), client)
          if (status !== 200 && status !== 400) wrong.push(`${page}?${query}: ${status}`)
        }
      }
    }
    expect(wrong).toEqual([])
  }, 60_000)

  it.each(['\u0000', 'ann\u0000', '\ud800', '%00', 'a'.repeat(254), '\u202e', '💥', "' or ''='"])('a user name of %j is answered like any unknown one', async (identifier) => {
    const browser = openHttpPerson(server)
    await browser.open('/sign-in')
    expect((await browser.post('/sign-in', { identifier, password: '\u0000x' })).status).toBe(422)
    await browser.open('/forgot-password')
    expect((await browser.post('/forgot-password', { identifier })).status).toBe(identifier.trim() === '' ? 422 : 200)
  })

  it('a broken cookie is like none', async () => {
    for (const cookie of ['nightlatch-session', 'nightlatch-session=', 'nightlatch-session=%', 'nightlatch-session=%00', '=;;=;', 'nightlatch-session="a', 'nightlatch-session=a.b; nightlatch-session=c', `x=${'y'.repeat(6000)}`]) {
      const answer = await openHttpPerson(server).get('/', { headers: { cookie } })
      expect(`${answer.status} ${answer.location}`).toBe('303 /sign-in?next=%2F')
    }
    for (const pending of ['', '%00', 'a', 'a.b', '%', '"']) {
      const answer = await openHttpPerson(server).get('/verify', { headers: { cookie: `nightlatch-pending=${pending}` } })
      expect(answer.status).toBe(410)
    }
  })
})

describe('Inside a host', async () => {
  const { url, nightlatch, organization, addUser, logged } = await startSecondHost()
  const password = 'seven-lanterns-harbour'
  const settingUp = openHttpPerson({ url, publicUrl: url })
  const ann = addUser({ name: 'Ann Example', userName: 'ann', email: null, roles: [builtInRoles.paymentsAdministrator] }, password)

  it.each(malformed)('%s is 400 with a page', async (_, sent, contentType) => {
    await settingUp.submit('/login', { user: ann.userName, password })
    await settingUp.open('/two-step/set-up/phone')
    const answer = await settingUp.post('/two-step/set-up/phone', {}, { body: `formToken=${settingUp.formToken}&${sent}`, headers: { 'content-type': contentType } })
    expect([answer.status, answer.body.includes('<h1')]).toEqual([400, true])
    expect(await nightlatch.people.requirementFor(organization.id, ann.id)).toMatchObject({ kind: 'set-up' })
  })

  it('a form that the host itself has read is a fault of the host, and the log says which', async () => {
    const request = new Request(`${url}/two-step/verify`, { method: 'POST', body: 'code=1', headers: { origin: url, 'sec-fetch-site': 'same-origin' } })
    await request.text()
    expect((await nightlatch.handler(request, client)).status).toBe(500)
    expect(logged.filter(({ message }) => message === 'a request failed')).toMatchObject([{ facts: { err: { message: expect.stringContaining('has been read already') } } }])
  })
})

describe('What is hardly HTTP, or none', async () => {
  const failures: string[] = []
  const server = await startTestServer('sqlite', { log: createLog('error', { write: (line) => void failures.push(line) }) })
  const port = Number(new URL(server.url).port)

  /** Sends bytes, and gives all that comes back; '' when the server just hangs up. */
  function exchange(bytes: string): Promise<string> {
    let got = ''
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from(bytes, 'latin1')))
      socket.setTimeout(5000, () => socket.destroy(new Error('No answer')))
      socket.on('data', (chunk) => (got += chunk.toString('utf8')))
      socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(got) : reject(error)))
      socket.on('close', () => resolve(got))
    })
  }

  const CLOSE = 'Host: localhost\r\nConnection: close\r\n'
  const FORM = `${CLOSE}Content-Type: application/x-www-form-urlencoded\r\n`
  const OURS = `${FORM}Origin: ${server.publicUrl}\r\nSec-Fetch-Site: same-origin\r\n`
  const withHost = (host: string) => `GET /sign-in HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
  const requests: [string, string, number][] = [
    ['noise', '\u0000\u0001\u0002\u0003\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n', 303],
    ...['a b/c?d#e', '', '1.2.3.4.5', 'xn--a', '\u00ff', 'a@b', 'localhost:99999', '[::1'].map((host): [string, string, number] => [`a Host of ${JSON.stringify(host)}`, withHost(host), 400]),
    ['a whole address as target', `GET http://evil.example/my-security HTTP/1.1\r\n${CLOSE}\r\n`, 303],
    ['a target that is no path', `GET my-security HTTP/1.1\r\n${CLOSE}\r\n`, 400],
    ['a star', `OPTIONS * HTTP/1.1\r\n${CLOSE}\r\n`, 400],
    ['a backslash', `GET /\\evil.example HTTP/1.1\r\n${CLOSE}\r\n`, 400],
    ['TRACE', `TRACE / HTTP/1.1\r\n${CLOSE}\r\n`, 403],
    ['an unknown method', `FOO / HTTP/1.1\r\n${CLOSE}\r\n`, 400],
    ['broken percent-encoding', `GET /%zz?%=%&next=%ff HTTP/1.1\r\n${CLOSE}\r\n`, 404],
    ['raw bytes in the path', `GET /\u00ff\u00fe HTTP/1.1\r\n${CLOSE}\r\n`, 400],
    ['a NUL in the query', `GET /sign-in?\u0000 HTTP/1.1\r\n${CLOSE}\r\n`, 400],
    ['a header over two lines', `GET / HTTP/1.1\r\nA: b\r\n c\r\n${CLOSE}\r\n`, 400],
    ['a huge header', `GET / HTTP/1.1\r\nCookie: ${'a'.repeat(100_000)}\r\n${CLOSE}\r\n`, 431],
    ['a huge path', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${CLOSE}\r\n`, 431],
    ['a negative length', `POST /sign-in HTTP/1.1\r\n${FORM}Content-Length: -1\r\n\r\n`, 400],
    ['two lengths', `POST /sign-in HTTP/1.1\r\n${FORM}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
    ['a length and chunks', `POST /sign-in HTTP/1.1\r\n${FORM}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['broken chunks', `POST /sign-in HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
    ['a GET with a body', `GET /sign-in HTTP/1.1\r\n${CLOSE}Content-Length: 3\r\n\r\na=b`, 200],
    ['a body that ends too early', `POST /sign-in HTTP/1.1\r\n${OURS}Content-Length: 300\r\n\r\na=b`, 400],
    ['five mebibytes', `POST /sign-in HTTP/1.1\r\n${OURS}Content-Length: ${5 * MEBIBYTE}\r\n\r\n${'a'.repeat(5 * MEBIBYTE)}`, 400],
  ]

  it.each(requests)('%s is answered, with a page where it is refused, and the server goes on', async (_, bytes, status) => {
    const answer = await exchange(bytes)
    expect(answer.slice(0, 13)).toBe(`HTTP/1.1 ${status} `)
    expect(status < 400 || answer.includes('<h1')).toBe(true)
    expect(answer.toLowerCase()).toContain("\r\ncontent-security-policy: default-src 'none'")
    expect((await openHttpPerson(server).get('/sign-in')).status).toBe(200)
  })

  it('CONNECT is hung up on, and the server goes on', async () => {
    expect(await exchange(`CONNECT localhost:80 HTTP/1.1\r\n${CLOSE}\r\n`)).toBe('')
    expect((await openHttpPerson(server).get('/sign-in')).status).toBe(200)
  })

  it('leaves nothing in the log that says something failed', () => {
    expect(failures).toEqual([])
  })
})
